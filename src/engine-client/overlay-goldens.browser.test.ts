import { afterAll, expect, it } from 'vitest';
import { OVERLAY_CASES, paintBackdrop } from '../engine/image-ops/text/overlay-cases.fixture.ts';
import { createImageOpsClient } from './image-ops-client.ts';

const client = createImageOpsClient(() => Promise.reject(new Error('No model is needed.')));
afterAll(() => client.unload());

const GOLDENS = import.meta.glob<string>('../engine/image-ops/goldens/overlay/*.png', {
  query: '?url',
  import: 'default',
  eager: true,
});

async function draw(options: object): Promise<Blob> {
  const file = new Blob([await paintBackdrop()]);
  const request = { file, operations: [{ op: 'overlay', options }] };
  for await (const event of client.process(request, new AbortController().signal))
    if (event.type === 'finish' && event.files[0]) return event.files[0].file;
  throw new Error('Nothing came out.');
}

async function readPixels(file: Blob): Promise<ImageData> {
  const bitmap = await createImageBitmap(file);
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
  if (!context) throw new Error('There is no canvas.');
  context.drawImage(bitmap, 0, 0);
  return context.getImageData(0, 0, bitmap.width, bitmap.height);
}

/** How far two pictures are apart, in steps of 8 bits. */
function compare({ data: ours }: ImageData, { data: theirs }: ImageData) {
  let sum = 0;
  let far = 0;
  for (const [at, value] of ours.entries()) {
    const difference = Math.abs(value - (theirs[at] ?? 0));
    sum += difference;
    if (difference > 64) far++;
  }
  return { mean: sum / ours.length, farShare: far / ours.length };
}

/**
 * The tolerance: letters stand where they stand in Node and have the same shape; their edges are
 * smoothed a little differently. Letters that are off by a pixel, or of another weight, are twice
 * as far.
 */
const MOST = { mean: 1.5, farShare: 0.005 };

it.each(Object.entries(OVERLAY_CASES))('draws %s as Node does', async (name, options) => {
  const golden = await fetch(GOLDENS[`../engine/image-ops/goldens/overlay/${name}.png`] ?? '');
  const ours = await readPixels(await draw(options));
  const theirs = await readPixels(await golden.blob());
  expect([ours.width, ours.height]).toEqual([theirs.width, theirs.height]);
  const { mean, farShare } = compare(ours, theirs);
  expect(mean).toBeLessThan(MOST.mean);
  expect(farShare).toBeLessThan(MOST.farShare);
});
