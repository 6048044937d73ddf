import type { Page } from '@playwright/test';
import { expect, test } from './studio-page.ts';
import { waitUntilKeptOffline } from './kept-offline.ts';

const OPERATIONS = [
  // Fetches two models.
  { op: 'clip-focal', options: { width: 60, height: 45 } },
  { op: 'resize', options: { width: 40 } },
  { op: 'convert', options: { format: 'avif' } },
];

/** Draws a picture on a canvas and has it processed. */
const processPicture = (page: Page, operations: typeof OPERATIONS) =>
  page.evaluate(async (asked) => {
    const canvas = new OffscreenCanvas(80, 60);
    const context = canvas.getContext('2d');
    context?.fillRect(10, 10, 30, 30);
    const file = await canvas.convertToBlob();
    for await (const event of globalThis.triptych.imageOps.process(
      { file, operations: asked },
      new AbortController().signal,
    )) {
      if (event.type !== 'finish') continue;
      const [made] = event.files;
      const bitmap = await createImageBitmap(made?.file ?? new Blob());
      return { type: made?.file.type, width: bitmap.width, height: bitmap.height };
    }
    return undefined;
  }, operations);

test.use({ sparesData: false });

test('pictures are processed in a worker, and offline once that was used', async ({
  studio,
  context,
}) => {
  const { page } = studio;
  await studio.open('/');
  await waitUntilKeptOffline(page);
  const expected = { type: 'image/avif', width: 40, height: 30 };
  expect(await processPicture(page, OPERATIONS)).toEqual(expected);
  await context.setOffline(true);
  await page.reload();
  expect(await processPicture(page, OPERATIONS)).toEqual(expected);
  expect(studio.foreignRequests).toEqual([]);
});
