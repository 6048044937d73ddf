import type { PictureSize } from '../../../images/picture-size.ts';
import type { PlacedLine } from '../text-block.ts';
import type { TextLine } from './break-lines.ts';

interface Alignment {
  /** What the lines stand in, and what is around that. Pixels. */
  content: PictureSize;
  padding: number;
  align: 'start' | 'center' | 'end' | 'left' | 'right';
  /** Share of the room that is left over, which goes above the lines. */
  down: number;
  /** Pixels. */
  lineHeight: number;
  capHeight: number;
  letterSpacing: number;
}

/**
 * Where each line begins, in whole pixels, which all canvases draw alike. Capital letters stand in
 * the middle of their line's height.
 */
export function alignLines(
  { lines, size }: { lines: readonly TextLine[]; size: number },
  alignment: Alignment,
): PlacedLine[] {
  const { content, padding, lineHeight, capHeight, letterSpacing } = alignment;
  const top = padding + alignment.down * (content.height - lines.length * lineHeight);
  return lines.map(({ text, width, direction }, index) => {
    const isRtl = direction === 'rtl';
    // The space after the last letter is seen as part of the edge.
    const room = content.width - (width * size - letterSpacing);
    const before = room * shareBefore(alignment.align, isRtl);
    return {
      text,
      direction,
      left: Math.round(padding + before - (isRtl ? letterSpacing : 0)),
      baseline: Math.round(top + index * lineHeight + (lineHeight + capHeight) / 2),
    };
  });
}

function shareBefore(align: Alignment['align'], isRtl: boolean): number {
  if (align === 'center') return 0.5;
  return align === 'right' || align === (isRtl ? 'start' : 'end') ? 1 : 0;
}
