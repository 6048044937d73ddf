import { findClosing } from './complete-markdown.ts';
import { beginsFormula } from './is-formula.ts';

/**
 * Writes a display formula that opens within a line in one line: a line of it that begins with `+`
 * or `=` would be a list item or a heading to Markdown. A formula that opens its line needs no such
 * help (formula-syntax.ts).
 */
export function joinFormulas(block: string): string {
  let joined = '';
  let from = 0;
  let lineStart = 0;
  for (let at = block.indexOf('\\'); at >= 0; at = block.indexOf('\\', from)) {
    const lineEnd = block.slice(from, at).lastIndexOf('\n');
    if (lineEnd >= 0) lineStart = from + lineEnd + 1;
    const isOpening = block[at + 1] === '[' && !/^[\s>]*$/.test(block.slice(lineStart, at));
    const end = isOpening ? findClosing(block, at + 2, '\\]') : -1;
    const next = end < 0 ? Math.min(at + 2, block.length) : end + 2;
    joined += block.slice(from, at) + joinLines(block.slice(at, next));
    from = next;
  }
  return joined + block.slice(from);
}

function joinLines(formula: string): string {
  const tex = formula.slice(2, -2);
  if (!tex.includes('\n') || /\n[\s>]*\n|`|(?<!\\)%/.test(tex) || !beginsFormula(tex))
    return formula;
  return formula.replace(/\s*\n[\s>]*/g, ' ');
}
