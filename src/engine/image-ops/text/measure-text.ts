import type { CanvasFont, CanvasPlatform } from './canvas-platform.ts';
import type { MeasureText } from './layout/break-lines.ts';

/** Pixels an em at which widths are measured: large enough that rounding does not matter. */
const MEASURED_SIZE = 200;

/** Measures by a font, in ems; each text once. */
export function createMeasure(
  platform: CanvasPlatform,
  font: Omit<CanvasFont, 'size'>,
  letterSpacing: number,
): MeasureText {
  const canvas = platform.createCanvas({ width: 1, height: 1 });
  canvas.setFont({ ...font, size: MEASURED_SIZE });
  canvas.context.letterSpacing = `${letterSpacing * MEASURED_SIZE}px`;
  const known = new Map<string, number>();
  return (text) => {
    const width = known.get(text) ?? canvas.context.measureText(text).width / MEASURED_SIZE;
    known.set(text, width);
    return width;
  };
}
