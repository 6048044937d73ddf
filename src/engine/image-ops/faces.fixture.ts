import type { PixelImage } from '../images/pixel-image.ts';
import type { Face } from './networks/decode-faces.ts';

type Rgb = readonly [red: number, green: number, blue: number];

/** An ellipse with soft edges, in hundredths of the face's height from its middle. */
interface Stroke {
  x: number;
  y: number;
  width: number;
  height: number;
  colour: Rgb;
  softness: number;
}

const stroke = (
  [x, y]: readonly [number, number],
  [width, height]: readonly [number, number],
  colour: Rgb,
  softness: number,
): Stroke => ({ x, y, width, height, colour, softness });

const both = (
  [x, y]: readonly [number, number],
  size: readonly [number, number],
  colour: Rgb,
  softness: number,
) => [stroke([-x, y], size, colour, softness), stroke([x, y], size, colour, softness)];

const HAIR: Rgb = [60, 40, 30];
const SKIN: Rgb = [224, 178, 150];
const SHADE: Rgb = [192, 142, 114];

/** Plain, but a face to the network: it is 0.92 sure. */
const STROKES: readonly Stroke[] = [
  stroke([0, -16], [54, 66], HAIR, 4),
  stroke([0, 0], [42, 54], SKIN, 3),
  stroke([0, -41], [38, 16], HAIR, 8),
  ...both([18, -10], [10, 6], SHADE, 4),
  ...both([18, -10], [8, 4], [245, 240, 235], 1),
  ...both([18, -10], [4, 4], [50, 35, 25], 1),
  ...both([18, -20], [11, 2.5], HAIR, 2),
  stroke([0, 6], [5, 14], [236, 194, 168], 4),
  ...both([4.5, 18], [3, 2], [160, 105, 85], 2),
  stroke([0, 34], [15, 5], [178, 82, 80], 2.5),
  stroke([0, 32], [14, 1.3], [110, 45, 45], 1),
];

/** Where a face is drawn: its middle, and the height from hair to chin, in pixels. */
export interface DrawnFace {
  x: number;
  y: number;
  height: number;
}

/** A picture of one colour with faces on it. */
export function drawFaces(
  width: number,
  height: number,
  faces: readonly DrawnFace[],
  background: Rgb = [120, 150, 170],
): PixelImage {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let at = 0; at < data.length; at += 4) data.set([...background, 255], at);
  for (const face of faces)
    for (const each of STROKES) drawStroke({ width, height, data }, each, face);
  return { width, height, data };
}

function drawStroke({ width, height, data }: PixelImage, stroke: Stroke, face: DrawnFace): void {
  const unit = face.height / 136;
  const [radiusX, radiusY] = [stroke.width * unit, stroke.height * unit];
  const [centreX, centreY] = [face.x + stroke.x * unit, face.y + (stroke.y + 14) * unit];
  const edge = Math.min(radiusX, radiusY) / Math.max(0.5, stroke.softness * unit);
  const first = (centre: number, radius: number) => Math.max(0, Math.floor(centre - 1.5 * radius));
  const last = (centre: number, radius: number, limit: number) =>
    Math.min(limit, Math.ceil(centre + 1.5 * radius));
  for (let y = first(centreY, radiusY); y < last(centreY, radiusY, height); y++)
    for (let x = first(centreX, radiusX); x < last(centreX, radiusX, width); x++) {
      const distance = Math.hypot((x - centreX) / radiusX, (y - centreY) / radiusY);
      const part = Math.min(1, Math.max(0, (1 - distance) * edge + 0.5));
      for (const [band, value] of stroke.colour.entries()) {
        const at = 4 * (y * width + x) + band;
        data[at] = (data[at] ?? 0) * (1 - part) + value * part;
      }
    }
}

/** Whether a face was found about where one was drawn. */
export function isAt({ left, top, width, height }: Face, drawn: DrawnFace): boolean {
  const distance = Math.hypot(left + width / 2 - drawn.x, top + height / 2 - drawn.y);
  return distance < drawn.height / 4 && height > drawn.height / 4 && height < drawn.height;
}
