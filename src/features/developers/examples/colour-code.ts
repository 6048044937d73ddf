/** A piece of code and what it is. */
export interface CodePart {
  text: string;
  kind: 'comment' | 'string' | 'keyword' | 'number' | 'plain';
}

const TOKENS =
  /(?<comment>\/\/[^\n]*|(?<=^|\n)#[^\n]*)|(?<string>'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|`(?:\\.|[^`\\])*`)|(?<keyword>\b(?:as|async|await|const|continue|curl|for|from|function|if|import|in|let|new|None|of|or|return|throw|true|True|false|False|null|with)\b)|(?<number>\b\d+\b)/g;

/** Enough of a reader of JavaScript, of Python and of shells to colour an example. */
export function colourCode(code: string): CodePart[] {
  const parts: CodePart[] = [];
  let end = 0;
  for (const { 0: text, index, groups = {} } of code.matchAll(TOKENS)) {
    if (index > end) parts.push({ text: code.slice(end, index), kind: 'plain' });
    const kind = (['comment', 'string', 'keyword', 'number'] as const).find((name) => groups[name]);
    parts.push({ text, kind: kind ?? 'plain' });
    end = index + text.length;
  }
  if (end < code.length) parts.push({ text: code.slice(end), kind: 'plain' });
  return parts;
}
