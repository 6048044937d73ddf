import { isFencedCode } from './split-blocks.ts';

const FENCE_WEIGHT = 4;
const LINE_WEIGHT = 0.5;
const FORMULA_WEIGHT = 8;
/** Of a formula that is not short, for each character. */
const TEX_WEIGHT = 0.2;
const CELL_WEIGHT = 0.7;

/**
 * About how long it takes to draw a piece of Markdown; a short paragraph is 1, which is about a
 * millisecond. Takes linear time.
 */
export function weighBlock(block: string): number {
  if (isFencedCode(block) && !/^(?:`{3,}|~{3,})\s*(?:math|latex)\b/.test(block))
    return 1 + FENCE_WEIGHT;
  const lines = block.trimEnd().split('\n');
  const cells = lines.reduce(
    (sum, line) => (/^\s*\|/.test(line) ? sum + line.split('|').length : sum),
    0,
  );
  return 1 + (lines.length - 1) * LINE_WEIGHT + cells * CELL_WEIGHT + weighFormulas(block);
}

function weighFormulas(block: string): number {
  const opening = (block.match(/\\[([]/g)?.length ?? 0) + block.split('$$').length / 2 - 0.5;
  const isMath = opening > 0 || /^(?:`{3,}|~{3,})/.test(block);
  return isMath ? opening * FORMULA_WEIGHT + block.length * TEX_WEIGHT : 0;
}

/** How many of the first pieces weigh no more than this together; the first one in any case. */
export function countWithin(blocks: readonly string[], budget: number): number {
  let weight = 0;
  for (const [index, block] of blocks.entries()) {
    weight += weighBlock(block);
    if (weight > budget && index > 0) return index;
  }
  return blocks.length;
}
