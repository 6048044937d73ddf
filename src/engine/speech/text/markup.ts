/** A character that joins what is left and right of it, and is no character of a text: stands where inline marks were. */
export const NOTHING = '\u2060';
/** Ends a paragraph, where a list item, heading or empty line does. */
export const PARAGRAPH_END = '\u2029';

const blank = (text: string) => text.replace(/[^\n]/g, ' ');
const erase = (text: string) => NOTHING.repeat(text.length);

/**
 * Takes the marks out of Markdown and HTML and leaves the words where they are: the result is as long as the text, so that every
 * word keeps its place. Code loses its fences and keeps its words; links keep their text, images their description.
 */
export function blankMarkup(text: string): string {
  return RULES.reduce((result, [pattern, replace]) => result.replace(pattern, replace), text);
}

type Rule = readonly [RegExp, (match: string, ...groups: string[]) => string];

/** The kept group surrounded by nothing; `match` is `left` + `kept` + the rest. */
const keep = (match: string, left: string, kept: string) =>
  erase(left) + kept + erase(match.slice(left.length + kept.length));

const RULES: readonly Rule[] = [
  // Front matter, comments, scripts, and tags other than pauses. A block's tag ends a paragraph.
  [/^---\n[\s\S]*?\n---(?=\n|$)/, blank],
  [/<!--[\s\S]*?-->/g, blank],
  [/<(script|style)\b[\s\S]*?<\/\1\s*>/gi, blank],
  [/<\/?(?:p|div|h[1-6]|li|ul|ol|tr|table|blockquote|section|article|br)\b[^<>]*>/gi, endBlock],
  [/<(?!break\b)\/?[a-z][^<>]*>/gi, erase],
  // Fences, and the rows of dashes of tables and rules.
  [/^[ \t]*(?:```|~~~)[^\n]*$/gm, endBlock],
  [/^[ \t]*(?:[-*_][ \t]*){3,}$/gm, endBlock],
  [/^[ \t]*\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)*\|?[ \t]*$/gm, blank],
  // Headings, quotes, list items with their checkboxes.
  [
    /^[ \t]{0,3}#{1,6}[ \t]+([^\n]*?)[ \t]*#*[ \t]*(\n|$)/gm,
    (match, kept, end) => endLine(blankUpTo(match, kept), end),
  ],
  [/^[ \t]*(?:>[ \t]?)+/gm, blank],
  [
    /^([ \t]*(?:[-*+]|\d{1,3}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?)([^\n]*)(\n|$)/gm,
    (_match, mark, rest, end) => endLine(keepNumber(mark) + rest, end),
  ],
  // A table's row is a list with commas.
  [
    /^[ \t]*\|.*\|[ \t]*(\n|$)/gm,
    (match, end) => endLine(match.slice(0, match.length - end.length), end).replace(/\|/g, cell),
  ],
  // Images and links: the words in the brackets.
  [
    /(!?\[)([^\][]*)\]\([^()\s]*(?:\([^()]*\)[^()\s]*)*(?:\s+"[^"]*")?\)/g,
    (match, left, kept) => keep(match, left, kept),
  ],
  [/(\[)([^\][]+)\]\[[^\][]*\]/g, (match, left, kept) => keep(match, left, kept)],
  [/\[\^[^\]\s]+\]:?/g, erase],
  [/^[ \t]*\[[^\]]+\]:[ \t]*\S+.*$/gm, blank],
  [/(<)(https?:\/\/[^<>\s]+)>/g, (match, left, kept) => keep(match, left, kept)],
  // Code, strong, emphasis, deletion.
  [/(`+)([^`]+)\1/g, (match, left, kept) => keep(match, left, kept)],
  [/(\*{1,3})(?=\S)([^*\n]*(?:\n(?!\n)[^*\n]*)*?\S)\1/g, (match, left, kept) => keep(match, left, kept)],
  [
    /(?<![\p{L}\p{N}_])(_{1,3})(?=\S)([^_\n]*(?:\n(?!\n)[^_\n]*)*?\S)\1(?![\p{L}\p{N}_])/gu,
    (match, left, kept) => keep(match, left, kept),
  ],
  [/(~~)(?=\S)([^~]*?\S)~~/g, (match, left, kept) => keep(match, left, kept)],
  [/\\(?=[!-/:-@[-`{-~])/g, erase],
  [/&(?:nbsp|amp|lt|gt|quot|#39);/g, entity],
  // Empty lines.
  [/\n(?=[ \t]*\n)/g, () => PARAGRAPH_END],
];

function endBlock(match: string): string {
  return PARAGRAPH_END + blank(match.slice(1));
}

function endLine(line: string, end: string): string {
  return line + (end === '\n' ? PARAGRAPH_END : '');
}

function blankUpTo(match: string, kept: string): string {
  const line = match.replace(/\n$/, '');
  const at = line.indexOf(kept, line.search(/#/));
  return blank(line.slice(0, at)) + kept + blank(line.slice(at + kept.length));
}

/** "- " is nothing; "3. " is said. */
function keepNumber(mark: string): string {
  return mark
    .replace(/[^\d.)\s]/g, ' ')
    .replace(/(\d)[.)]/, '$1.')
    .replace(/^(\s*)[.)]/, '$1 ');
}

/** Between two cells a comma; at the ends of the row nothing. */
function cell(_bar: string, at: number, row: string): string {
  const isInner = /\S/.test(row.slice(0, at).replace(/\|/g, '')) && /\S/.test(row.slice(at + 1).replace(/\|/g, ''));
  return isInner ? ',' : ' ';
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&nbsp;': ' ',
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};

function entity(match: string): string {
  return (ENTITIES[match] ?? ' ').padEnd(match.length, NOTHING);
}
