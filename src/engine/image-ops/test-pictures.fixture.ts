import { createComputeHost } from '../../../e2e/fixtures/compute-host.ts';
import { createNodeCanvas } from '../../../server/node-canvas.ts';
import type { PixelImage } from '../images/pixel-image.ts';
import { createVipsLoader } from './load-vips.ts';
import { createImageOpsEngine } from './vips-image-ops-engine.ts';
import type { ImageOpsRequest, ProcessedFile } from './image-ops-engine.ts';
import type { VipsImage, VipsModule } from './vips.ts';

const loadVips = createVipsLoader({ libraries: ['vips-heif', 'vips-jxl'] });
export const engine = createImageOpsEngine({
  loadVips,
  connectCompute: () => Promise.resolve(createComputeHost()),
  connectCanvas: () => Promise.resolve(createNodeCanvas()),
});

/** For pictures that tests make and read back. */
export const openVips = () => loadVips([]);

/** Colours that tell the four corners, and left from right, apart. */
export const CORNERS = {
  topLeft: [255, 0, 0],
  topRight: [0, 255, 0],
  bottomLeft: [0, 0, 255],
  bottomRight: [255, 255, 0],
} as const;

/** Four quarters in the colours of the corners. */
export function paintCorners(width: number, height: number): PixelImage {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const isLeft = x < width / 2;
      const row =
        y < height / 2
          ? (['topLeft', 'topRight'] as const)
          : (['bottomLeft', 'bottomRight'] as const);
      data.set([...CORNERS[row[isLeft ? 0 : 1]], 255], 4 * (y * width + x));
    }
  return { width, height, data };
}

/** A red ball with soft edges on a pale wall. */
export function drawBall(
  width: number,
  height: number,
  ball: { x: number; y: number; radius: number },
): PixelImage {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const distance = Math.hypot(x - ball.x, y - ball.y);
      const part = Math.min(1, Math.max(0, ball.radius - distance + 0.5));
      const light = 60 * Math.max(0, 1 - distance / ball.radius);
      const mix = (inside: number, wall: number) => inside * part + wall * (1 - part);
      const pixel = [mix(190 + light, 225), mix(30 + light, 220), mix(25 + light, 210), 255];
      data.set(pixel, 4 * (y * width + x));
    }
  return { width, height, data };
}

/** Pixels as libvips has them, without their alpha. */
export function toVipsImage({ width, height, data }: PixelImage, vips: VipsModule): VipsImage {
  const bytes = new Uint8Array(data);
  const whole = vips.Image.newFromMemory(bytes, width, height, 4, vips.BandFormat.uchar);
  return whole.copy({ interpretation: 'srgb' }).extractBand(0, { n: 3 });
}

/** A picture as libvips has it: made of the corners, then changed and written by `write`. */
export async function makePicture(
  write: (image: VipsImage, vips: VipsModule) => Uint8Array,
  picture = paintCorners(40, 20),
): Promise<Uint8Array<ArrayBuffer>> {
  const vips = await openVips();
  return new Uint8Array(write(toVipsImage(picture, vips), vips));
}

/** Runs operations to the one file that comes out. */
export async function processOne(
  bytes: Uint8Array<ArrayBuffer>,
  operations: ImageOpsRequest['operations'] = [],
  more: Partial<ImageOpsRequest> = {},
): Promise<ProcessedFile> {
  const request = { file: new Blob([bytes]), operations, ...more };
  for await (const event of engine.process(request, new AbortController().signal))
    if (event.type === 'finish' && event.files[0]) return event.files[0];
  throw new Error('Nothing came out.');
}

export interface DecodedPicture {
  width: number;
  height: number;
  bands: number;
  /** Of all pages, below one another. */
  pages: number;
  fields: string[];
  /** Channels of the pixel at x, y. */
  at(x: number, y: number): number[];
}

/** Reads back what was written, as it is in the file. */
export async function decode(file: Blob | Uint8Array<ArrayBuffer>): Promise<DecodedPicture> {
  const vips = await openVips();
  const bytes = file instanceof Blob ? new Uint8Array(await file.arrayBuffer()) : file;
  const isAnimated = ['image/webp', 'image/gif'].includes(file instanceof Blob ? file.type : '');
  const image = vips.Image.newFromBuffer(bytes, isAnimated ? 'n=-1' : '');
  return {
    width: image.width,
    height: image.height,
    bands: image.bands,
    pages: image.height / image.pageHeight,
    fields: [...image.getFields()],
    at: (x, y) => image.getpoint(x, y).map(Math.round),
  };
}
