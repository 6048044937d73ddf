import { blank, PARAGRAPH_END } from './markup-marks.ts';
import type { CodeSpan } from './markup-code.ts';

interface Line {
  /** As long as it was, its marks blanked. */
  text: string;
  /** A heading, item or row: nothing of the lines around it belongs to it. */
  isBlock: boolean;
}

interface Fence {
  mark: string;
  start: number;
}

/**
 * Lines of such marks alone are rules, underlines of headings, borders of tables: nothing is said
 * for them.
 */
const MARKS_ONLY = /^[ \t]*(?:[-=_*~+#.·•|:⁂◦✦─-╿▀-▟][ \t]*){2,}\r?$/u;
const FENCE = /^[ \t]*(?:(?:[-*+]|\d{1,3}[.)])[ \t]+)?(`{3,}|~{3,})([^`\r]*)\r?$/;
const DELIMITERS = /^[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*\r?$/;
const QUOTE = /^[ \t]*(?:>[ \t]?)+/;
const HEADING = /^([ \t]{0,3}#{1,6}[ \t]+)(.*?)([ \t]*#*[ \t]*\r?)$/;
/** "== Part ==", as wikis and other programs write headings. */
const FRAMED =
  /^([ \t]*(?:={2,}|-{3,}|~{3,}|\*{4,})[ \t]+)(.*?)([ \t]+(?:={2,}|-{3,}|~{3,}|\*{4,})[ \t]*\r?)$/;
const ITEM = /^([ \t]*(?:[-*+•‣▪]|(\d{1,9})[.)])[ \t]+(?:\[[ xX]\](?:[ \t]+|\r?$))?)(.*)$/;
const FOOTNOTE = /^([ \t]{0,3}\[\^[^\]\s]+\]:)(.*)$/;
const DEFINITION =
  /^[ \t]{0,3}\[[^\]^][^\]]*\]:[ \t]*(?:<[^<>]*>|\S*[/.#:@]\S*)(?:[ \t]+(?:"[^"]*"|'[^']*'|\([^)]*\)))?[ \t]*\r?$/;

/**
 * Takes out what stands at the beginning of lines, and ends paragraphs where blocks end. Tells
 * where blocks of code are.
 */
export function blankBlocks(text: string): { text: string; code: CodeSpan[] } {
  const source = text.split('\n');
  const code: CodeSpan[] = [];
  const lines: Line[] = [];
  let fence: Fence | undefined;
  let isInTable = false;
  let at = 0;
  for (const [index, whole] of source.entries()) {
    const end = at + whole.length;
    const mark = readFence(whole, fence);
    if (mark !== undefined) {
      if (fence) code.push({ start: fence.start, end: at, ticks: 0 });
      fence = fence ? undefined : { mark, start: end + 1 };
      lines.push({ text: blank(whole), isBlock: true });
    } else if (fence) {
      lines.push({ text: whole, isBlock: false });
    } else {
      const before = lines.at(-1);
      isInTable = isRow(whole, source[index + 1] ?? '', isInTable);
      lines.push(isInTable ? readRow(whole) : readLine(whole, before));
    }
    at = end + 1;
  }
  if (fence && fence.start <= text.length)
    code.push({ start: fence.start, end: text.length, ticks: 0 });
  return { text: joinLines(lines), code: code.filter(({ start, end }) => end > start) };
}

/** The mark of a line that opens a block of code, or closes the one that is open. */
function readFence(line: string, open: Fence | undefined): string | undefined {
  const [, mark, info = ''] = FENCE.exec(line.replace(QUOTE, '')) ?? [];
  if (mark === undefined) return undefined;
  if (!open) return mark;
  return mark.startsWith(open.mark) && info.trim() === '' ? mark : undefined;
}

/** With bars at both ends, above a row of dashes, or below another row. */
function isRow(line: string, next: string, isInTable: boolean): boolean {
  if (!line.includes('|')) return false;
  return (
    isInTable ||
    /^[ \t]*\|.*\|[ \t]*\r?$/.test(line) ||
    (next.includes('|') && DELIMITERS.test(next))
  );
}

/** A row is a list with commas: one between two cells, none at the ends of the row. */
function readRow(line: string): Line {
  if (MARKS_ONLY.test(line)) return { text: blank(line), isBlock: true };
  const first = line.search(/[^|\s]/);
  let last = line.length - 1;
  while (last > first && /[|\s]/.test(line[last] ?? '')) last--;
  const text = line.replace(/\\?\|/g, (bar, place: number) =>
    bar.length === 2 ? bar : first >= 0 && place > first && place < last ? ',' : ' ',
  );
  return { text, isBlock: true };
}

function readLine(line: string, before: Line | undefined): Line {
  const [quote = ''] = QUOTE.exec(line) ?? [];
  const { text, isBlock } = readUnquoted(line.slice(quote.length), before);
  return { text: blank(quote) + text, isBlock };
}

function readUnquoted(line: string, before: Line | undefined): Line {
  const isUnderline =
    /^ {0,3}=+[ \t]*\r?$/.test(line) && before !== undefined && /\S/.test(before.text);
  if (isUnderline || MARKS_ONLY.test(line) || DEFINITION.test(line))
    return { text: blank(line), isBlock: true };
  const [, hashes, title = '', closing = ''] = HEADING.exec(line) ?? [];
  if (hashes !== undefined) return { text: blank(hashes) + title + blank(closing), isBlock: true };
  const [, left, label = '', right = ''] = FRAMED.exec(line) ?? [];
  if (left !== undefined) return { text: blank(left) + label + blank(right), isBlock: true };
  const [, note, words = ''] = FOOTNOTE.exec(line) ?? [];
  if (note !== undefined) return { text: blank(note) + words, isBlock: true };
  const [, mark, number, rest = ''] = ITEM.exec(line) ?? [];
  // A line of a paragraph may begin with a year; an item that begins a list there is the first.
  const mayBegin =
    number === undefined || number === '1' || !before || before.isBlock || !/\S/.test(before.text);
  if (mark !== undefined && mayBegin) return { text: keepNumber(mark) + rest, isBlock: true };
  return { text: line, isBlock: false };
}

/** "- " is silent; "3) " is read as "3. ". */
function keepNumber(mark: string): string {
  return mark
    .replace(/\[[ xX]\]/, '   ')
    .replace(/[^\d.)\s]/g, ' ')
    .replace(/(\d)[.)]/, '$1.');
}

function joinLines(lines: readonly Line[]): string {
  const isEmpty = (line: Line | undefined) => line !== undefined && !/\S/.test(line.text);
  return lines
    .map((line, index) => {
      const next = lines[index + 1];
      if (!next) return line.text;
      const ends = line.isBlock || next.isBlock || isEmpty(next);
      return line.text + (ends ? PARAGRAPH_END : '\n');
    })
    .join('');
}
