import { erase, PARAGRAPH_END } from './markup-marks.ts';
import { softenBrackets } from './markup-html.ts';

/** Code within a text, without its marks. */
export interface CodeSpan {
  start: number;
  end: number;
  /** How many backticks are on either side; 0 for a block. */
  ticks: number;
}

/** Stands for a character of code while the marks of the text around it are taken out. */
const MASK = '\ue000';

/**
 * Adds code in the line to the blocks that are known: between two runs of as many backticks, in one
 * paragraph.
 */
export function findCode(text: string, blocks: readonly CodeSpan[]): CodeSpan[] {
  const runs = [...text.matchAll(/`+/g)];
  const next = nextOfSameLength(runs.map(({ 0: run }) => run.length));
  const spans: CodeSpan[] = [];
  let block = 0;
  let freeFrom = 0;
  for (const [index, run] of runs.entries()) {
    const start = run.index + run[0].length;
    while ((blocks[block]?.end ?? Infinity) <= run.index) block++;
    const isInBlock = (blocks[block]?.start ?? Infinity) <= run.index;
    const end = runs[next[index] ?? -1]?.index;
    if (isInBlock || run.index < freeFrom || end === undefined || end === start) continue;
    if (text.slice(start, end).includes(PARAGRAPH_END)) continue;
    spans.push({ start, end, ticks: run[0].length });
    freeFrom = end + run[0].length;
  }
  return [...blocks, ...spans].sort((a, b) => a.start - b.start);
}

/** For each run the index of the next one of its length; -1 for none. */
function nextOfSameLength(lengths: readonly number[]): number[] {
  const seen = new Map<number, number>();
  const next = lengths.map(() => -1);
  for (let index = lengths.length - 1; index >= 0; index--) {
    const length = lengths[index] ?? 0;
    next[index] = seen.get(length) ?? -1;
    seen.set(length, index);
  }
  return next;
}

/** Takes the backticks away and hides what is between them. */
export function maskCode(text: string, code: readonly CodeSpan[]): string {
  return splice(text, code, ({ start, end, ticks }) => ({
    from: start - ticks,
    to: end + ticks,
    put:
      erase('`'.repeat(ticks)) +
      text.slice(start, end).replace(/[^\n\u2029]/g, MASK) +
      erase('`'.repeat(ticks)),
  }));
}

/** Puts the code back where it has not been taken out with what is around it. */
export function restoreCode(prose: string, text: string, code: readonly CodeSpan[]): string {
  return splice(prose, code, ({ start, end, ticks }) => {
    const content = text.slice(start, end);
    const isThere = prose.slice(start, end).includes(MASK) || !/[^\n\u2029]/.test(content);
    const put = isThere ? (ticks > 0 ? softenBrackets(content) : content) : prose.slice(start, end);
    return { from: start, to: end, put };
  });
}

function splice(
  text: string,
  code: readonly CodeSpan[],
  write: (span: CodeSpan) => { from: number; to: number; put: string },
): string {
  const parts: string[] = [];
  let at = 0;
  for (const span of code) {
    const { from, to, put } = write(span);
    parts.push(text.slice(at, from), put);
    at = to;
  }
  return parts.join('') + text.slice(at);
}
