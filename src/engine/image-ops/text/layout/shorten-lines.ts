import type { MeasureText, TextLine } from './break-lines.ts';
import { splitGraphemes } from './graphemes.ts';

const ELLIPSIS = '…';
/** Ems by which rounding may make a line too wide. */
const SLACK = 1e-3;
/** Nothing of this stands before an ellipsis. */
const LOOSE_END = /[\s\p{Po}\p{Pd}]+$/u;

/**
 * The first lines, the last of them ended by an ellipsis; all of them if they are few enough.
 * `undefined` if not a single character fits.
 */
export function shortenLines(
  lines: readonly TextLine[],
  most: number,
  maxWidth: number,
  measure: MeasureText,
): readonly TextLine[] | undefined {
  if (lines.some(({ width }) => width > maxWidth + SLACK)) return undefined;
  if (lines.length <= most) return lines;
  const last = lines[most - 1];
  if (!last) return undefined;
  const ended = endWithEllipsis(last, maxWidth, measure);
  return ended && [...lines.slice(0, most - 1), ended];
}

function endWithEllipsis(
  line: TextLine,
  maxWidth: number,
  measure: MeasureText,
): TextLine | undefined {
  const graphemes = splitGraphemes(line.text);
  for (let count = graphemes.length; count >= 0; count--) {
    const text = graphemes.slice(0, count).join('').replace(LOOSE_END, '') + ELLIPSIS;
    const width = measure(text);
    if (width <= maxWidth + SLACK) return { ...line, text, width };
  }
  return undefined;
}
