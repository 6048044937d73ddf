import { describe, expect, it } from 'vitest';
import { createComputeHost } from '../../../e2e/fixtures/compute-host.ts';
import type { ImageEvent } from '../diffusion/diffusion-engine.ts';
import { readParameters } from '../images/metadata/image-metadata.ts';
import { decodePng } from '../images/png.ts';
import type { PixelImage } from '../images/pixel-image.ts';
import { resizePixels } from '../images/resize.ts';
import { BUILT_IN_UPSCALE_MODEL } from '../models/catalog.ts';
import { createUpscaler } from './tiled-upscaler.ts';

const never = new AbortController().signal;
const host = createComputeHost();

const parameters = {
  prompt: 'a ball',
  seed: 3,
  numInferenceSteps: 1,
  guidanceScale: 1,
  scheduler: 'euler',
  width: 160,
  height: 140,
  model: 'tiny',
};

/** A red ball on blue, with soft edges. */
function drawBall(width: number, height: number, alpha = 255): PixelImage {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const inside = Math.min(
        1,
        Math.max(0, height / 3 + 0.5 - Math.hypot(x - width / 2, y - height / 2)),
      );
      data.set(
        [200 * inside + 20, 60, 200 * (1 - inside) + 20, x < 4 ? alpha : 255],
        (y * width + x) * 4,
      );
    }
  return { width, height, data };
}

async function upscale(image: PixelImage, factor: 2 | 4, signal = never): Promise<ImageEvent[]> {
  const events: ImageEvent[] = [];
  const request = {
    model: BUILT_IN_UPSCALE_MODEL,
    image,
    factor,
    parameters,
    device: 'wasm',
  } as const;
  for await (const event of createUpscaler(host).upscale(request, signal)) events.push(event);
  return events;
}

async function pictureOf(events: readonly ImageEvent[]): Promise<PixelImage> {
  const [end] = events.filter((event) => event.type === 'image-end');
  return decodePng(end?.png ?? new Uint8Array());
}

/** Mean over all channels, of 255. */
function measureDifference(a: PixelImage, b: PixelImage): number {
  return (
    a.data.reduce((sum, value, index) => sum + Math.abs(value - (b.data[index] ?? 0)), 0) /
    a.data.length
  );
}

/** Largest step of red between neighbours, along the row in the middle. */
function measureSteepness({ width, height, data }: PixelImage): number {
  const red = (x: number) => data[((height >> 1) * width + x) * 4] ?? 0;
  return Math.max(...Array.from({ length: width - 1 }, (_, x) => Math.abs(red(x + 1) - red(x))));
}

describe('the built-in upscaler', { timeout: 60_000 }, () => {
  it('makes the same picture, four times as large, in tiles without seams', async () => {
    const events = await upscale(drawBall(160, 140), 4);
    expect(events.filter(({ type }) => type === 'step-end').length).toBe(4);
    const large = await pictureOf(events);
    expect([large.width, large.height]).toEqual([640, 560]);
    expect(measureDifference(large, drawBall(640, 560))).toBeLessThan(3);
    // The ground above the ball is one colour: a seam would show there.
    const row = Array.from({ length: 600 }, (_, x) => large.data[(20 * 640 + x + 20) * 4 + 2] ?? 0);
    expect(Math.max(...row) - Math.min(...row)).toBeLessThan(4);
  });

  it('is sharper than stretching', async () => {
    const large = await pictureOf(await upscale(drawBall(64, 64), 4));
    const stretched = resizePixels(drawBall(64, 64), 256, 256);
    expect(measureSteepness(large)).toBeGreaterThan(measureSteepness(stretched));
  });

  it('halves its result for 2x, keeps transparency and records how it was made', async () => {
    const events = await upscale(drawBall(32, 32, 0), 2);
    const large = await pictureOf(events);
    expect([large.width, large.height]).toEqual([64, 64]);
    expect([large.data[3], large.data[63 * 4 + 3]]).toEqual([0, 255]);
    const [end] = events.filter((event) => event.type === 'image-end');
    const told = await readParameters(end?.png ?? new Uint8Array());
    expect(told?.parameters).toMatchObject({
      prompt: 'a ball',
      seed: 3,
      task: 'upscale',
      width: 64,
      height: 64,
    });
  });

  it('refuses oversized pictures and unknown models', async () => {
    const huge = { width: 4000, height: 4000, data: new Uint8ClampedArray(0) };
    await expect(upscale(huge, 2)).rejects.toMatchObject({ code: 'invalid_request' });
    const request = {
      model: 'nobody/nothing',
      image: drawBall(8, 8),
      factor: 2,
      parameters,
    } as const;
    const events = createUpscaler(host).upscale(request, never)[Symbol.asyncIterator]();
    await events.next();
    await expect(events.next()).rejects.toMatchObject({ code: 'model_not_installed' });
  });

  it('stops between tiles', async () => {
    const stop = new AbortController();
    const request = {
      model: BUILT_IN_UPSCALE_MODEL,
      image: drawBall(300, 40),
      factor: 2,
      parameters,
    } as const;
    const seen: string[] = [];
    const work = (async () => {
      for await (const { type } of createUpscaler(host).upscale(request, stop.signal)) {
        seen.push(type);
        if (type === 'step-end') stop.abort();
      }
    })();
    await expect(work).rejects.toMatchObject({ code: 'aborted' });
    expect(seen.filter((type) => type === 'step-end')).toHaveLength(1);
  });
});
