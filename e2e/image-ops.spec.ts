import type { Page } from '@playwright/test';
import type { OperationRequest } from '../src/engine/image-ops/image-ops-engine.ts';
import { expect, test } from './studio-page.ts';
import { waitUntilKeptOffline } from './kept-offline.ts';

const OPERATIONS = [
  // Fetches two models.
  { op: 'clip-focal', options: { width: 60, height: 45 } },
  { op: 'resize', options: { width: 40 } },
  { op: 'convert', options: { format: 'avif' } },
];

/** Draws a picture on a canvas and has it processed. */
const processPicture = (page: Page, operations: readonly OperationRequest[]) =>
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

/** Names of the fonts that the service worker has kept. */
const listKeptFonts = (page: Page) =>
  page.evaluate(async () => {
    const names = await caches.keys();
    const kept = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return kept
      .flat()
      .map(({ url }) => /text-fonts\/(.*)-wght/.exec(url)?.[1])
      .filter((name) => name !== undefined);
  });

test('text on pictures brings only the fonts that it needs, and has them offline from then on', async ({
  studio,
  context,
}) => {
  const { page } = studio;
  await studio.open('/');
  await waitUntilKeptOffline(page);
  expect(await listKeptFonts(page)).toEqual([]);
  const operations = [{ op: 'overlay', options: { text: 'Hello', color: '#fff' } }];
  const expected = { type: 'image/png', width: 80, height: 60 };
  expect(await processPicture(page, operations)).toEqual(expected);
  expect(await listKeptFonts(page)).toEqual(['inter-latin']);
  await context.setOffline(true);
  await page.reload();
  expect(await processPicture(page, operations)).toEqual(expected);
  const unseen = [{ op: 'overlay', options: { text: 'Привет' } }];
  await expect(processPicture(page, unseen)).rejects.toThrow('A font for this text could not be');
});
