import type { PictureSize } from '../../../images/picture-size.ts';
import {
  breakLines,
  prepareText,
  type BrokenText,
  type MeasureText,
  type TextLine,
  type TextToBreak,
} from './break-lines.ts';
import { shortenLines } from './shorten-lines.ts';

export interface FitRequest {
  text: string;
  measure: MeasureText;
  /** What there is for text of a size, in pixels. */
  roomAt(size: number): PictureSize;
  /** Pixels an em: of the text, if both are the same. */
  minSize: number;
  maxSize: number;
  /** From baseline to baseline, in ems. */
  lineHeight: number;
}

export interface FittedText {
  /** Pixels an em. */
  size: number;
  lines: readonly TextLine[];
  /** Whether the end was left out, for which an ellipsis stands. */
  isShortened: boolean;
}

/**
 * Sets a text as large as it fits into a box, and its lines about equally long. Words are cut no
 * more often than at the smallest size. What does not fit at the smallest size ends
 * with an ellipsis. `undefined` if not even one line fits.
 */
export function fitText(request: FitRequest): FittedText | undefined {
  const { roomAt, minSize, maxSize, lineHeight } = request;
  const text = prepareText(request.text, request.measure);
  const widthAt = (size: number) => roomAt(size).width / size;
  const breakAt = (size: number) => breakLines(text, widthAt(size));
  const isInside = (size: number, { lines }: BrokenText) => {
    const { width, height } = roomAt(size);
    const areNarrow = lines.every((line) => line.width * size <= width + SLACK);
    return areNarrow && lines.length * lineHeight * size <= height + SLACK;
  };
  const smallest = breakAt(minSize);
  const size = findLargest(minSize, maxSize, (each) => {
    const broken = breakAt(each);
    return broken.cuts <= smallest.cuts && isInside(each, broken);
  });
  if (size !== undefined)
    return { size, lines: balanceLines(text, widthAt(size)), isShortened: false };
  const { height } = roomAt(minSize);
  // A single line may be somewhat higher than its box, as long as its letters are not.
  const most = Math.max(
    Math.floor((height + SLACK) / (lineHeight * minSize)),
    minSize <= height ? 1 : 0,
  );
  const lines = shortenLines(smallest.lines, most, widthAt(minSize), request.measure);
  return lines && { size: minSize, lines, isShortened: lines !== smallest.lines };
}

/** Pixels by which rounding may make a line too wide. */
const SLACK = 0.01;

/** The largest whole number of pixels that fits, or the smallest size itself. */
function findLargest(
  min: number,
  max: number,
  fits: (size: number) => boolean,
): number | undefined {
  if (fits(max)) return max;
  if (!fits(min)) return undefined;
  let [low, high] = [min, max];
  for (;;) {
    const middle = Math.floor((low + high) / 2);
    if (middle <= low) return low;
    if (fits(middle)) low = middle;
    else high = middle;
  }
}

/** Longer texts are read, not looked at, and are set to the full width. */
const MAX_BALANCED_LINES = 6;
const BALANCE_STEPS = 12;

/** The narrowest width that takes no more lines, so that no word stands alone in the last one. */
function balanceLines(text: TextToBreak, width: number): readonly TextLine[] {
  const full = breakLines(text, width);
  if (full.lines.length > MAX_BALANCED_LINES || full.cuts > 0) return full.lines;
  let best = full;
  let [low, high] = [0, width];
  for (let step = 0; step < BALANCE_STEPS; step++) {
    const middle = (low + high) / 2;
    const broken = breakLines(text, middle);
    const isAsGood = broken.lines.length === full.lines.length && broken.cuts === 0;
    if (isAsGood) [best, high] = [broken, middle];
    else low = middle;
  }
  return best.lines;
}
