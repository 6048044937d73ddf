import { isFencedCode } from './split-blocks.ts';
import { weighBlock } from './weigh-blocks.ts';

/**
 * Marks of one paragraph. Readers of Markdown compare them with one another, so that time grows
 * with the square of their number.
 */
const MAX_MARKS = 1_500;
/** Lists and quotes within one another. */
const DEEPEST = 40;
const MAX_LINES = 1_500;
const MAX_BLOCK_LENGTH = 100_000;
/** Of tables and formulas: a second and a half. */
const MAX_WEIGHT = 1_500;

const MARKS = /[*_~[\]`<$\\!&@]/g;
/** Begins a paragraph of its own. */
const OPENS_PARAGRAPH = /^\s*(?:[-*+]\s|\d{1,9}[.)]\s|#|>|\||$)/;

/**
 * Whether a piece of Markdown has so much markup that reading it would hold up the page: such text
 * is shown as it is. Takes linear time.
 */
export function isTooDense(block: string): boolean {
  if (weighBlock(block) > MAX_WEIGHT) return true;
  if (isFencedCode(block)) return false;
  if (block.length > MAX_BLOCK_LENGTH) return true;
  const lines = block.split('\n');
  if (lines.length > MAX_LINES) return true;
  let marks = 0;
  for (const line of lines) {
    if (OPENS_PARAGRAPH.test(line)) marks = 0;
    marks += line.match(MARKS)?.length ?? 0;
    if (marks > MAX_MARKS || countContainers(line) > DEEPEST) return true;
  }
  return false;
}

/** Marks of quotes and list items at the beginning of a line. A rule is none: `* * *`. */
function countContainers(line: string): number {
  const [prefix = ''] = /^[\s>*+\d.)-]*/.exec(line) ?? [];
  if (prefix.length === line.length && /^[\s*]+$|^[\s-]+$/.test(line)) return 0;
  return prefix.match(/>|[-*+]\s|\d[.)]\s/g)?.length ?? 0;
}
