import { readFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import { encodePng } from '../src/engine/images/png.ts';
import { findCredentials } from '../src/engine/credentials/has-credentials.ts';
import { waitUntilKeptOffline } from './kept-offline.ts';
import { expect, test, type StudioPage } from './studio-page.ts';

const PLACE = 'Content Credentials';

/** A picture as the built-in model draws it, without the minute that drawing takes here. */
async function addDrawnPicture({ page, open }: StudioPage): Promise<void> {
  await open('/#/gallery');
  const data = new Uint8ClampedArray(48 * 32 * 4).map((_, at) => (at % 4 === 3 ? 255 : at % 251));
  const png = Buffer.from(await encodePng({ width: 48, height: 32, data }));
  await page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const parameters = {
      prompt: 'a fox',
      seed: 7,
      numInferenceSteps: 4,
      guidanceScale: 2,
      scheduler: 'ddim',
      width: 48,
      height: 32,
      model: 'triptych/stickers',
      task: 'text-to-image' as const,
    };
    const file = new Blob([bytes], { type: 'image/png' });
    await globalThis.triptych.library.add(file, parameters, { jobId: 'a-job' });
  }, png.toString('base64'));
}

const openPicture = (page: Page) =>
  page.getByRole('list', { name: 'Pictures' }).getByRole('button').first().click();

/** Saves the open picture; `check` sees the dialog before. */
async function save(
  page: Page,
  kind: 'PNG' | 'WebP' | 'JPEG',
  check: (dialog: Locator) => Promise<void> = async () => undefined,
): Promise<Uint8Array<ArrayBuffer>> {
  await page.getByRole('button', { name: 'Save' }).click();
  const dialog = page.getByRole('dialog', { name: 'Save the picture' });
  await dialog.getByRole('radio', { name: kind }).click();
  await check(dialog);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: 'Save', exact: true }).click(),
  ]);
  await expect(dialog).toBeHidden();
  return new Uint8Array(await readFile(await download.path()));
}

/** Opens the file on the image screen; returns what is shown of its credentials. */
async function show({ page, open }: StudioPage, bytes: Uint8Array) {
  await open('/#/images');
  const file = { name: 'fox.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(bytes) };
  await page.getByLabel('Picture file', { exact: true }).setInputFiles(file);
  await expect(page.getByRole('dialog').getByRole('img')).toBeVisible();
  return page.getByRole('dialog').getByRole('region', { name: PLACE });
}

test.use({ sparesData: false });

test('saved pictures are signed once that is turned on, and say by whom and how they were made, also offline', async ({
  studio,
  context,
}) => {
  const { page } = studio;
  await page.setViewportSize({ width: 320, height: 700 });
  await addDrawnPicture(studio);
  await openPicture(page);
  expect(findCredentials(await save(page, 'JPEG'))).toBeUndefined();
  await waitUntilKeptOffline(page);

  await studio.open('/#/settings');
  const row = page.getByRole('main').getByRole('region', { name: PLACE });
  await row.getByRole('checkbox').check();
  await row.getByRole('textbox', { name: 'Name in credentials' }).fill('Ana');
  await studio.checkAccessibility();

  await studio.open('/#/gallery');
  await openPicture(page);
  const signed = await save(page, 'JPEG', async (dialog) => {
    await expect(dialog.getByRole('checkbox', { name: `Add ${PLACE}` })).toBeChecked();
    await expect(dialog).toContainText('Signed as “Ana”');
    await studio.checkAccessibility();
  });
  expect(findCredentials(signed)).toBe('jpeg');

  const panel = await show(studio, signed);
  await expect(panel).toContainText('Valid: nothing has changed');
  await expect(panel).toContainText('Ana');
  await expect(panel.getByRole('listitem')).toHaveText([
    'Drawn by a model (triptych/stickers)',
    'Saved in another format',
  ]);
  await studio.checkAccessibility();
  const hasRoom = () => document.documentElement.scrollWidth <= innerWidth;
  expect(await page.evaluate(hasRoom)).toBe(true);

  await context.setOffline(true);
  await page.reload();
  const changed = signed.slice();
  changed[changed.length - 40] = (changed[changed.length - 40] ?? 0) ^ 1;
  await expect(await show(studio, changed)).toContainText('Changed since it was signed');
  await page.getByRole('button', { name: 'Add to gallery' }).click();
  await studio.open('/#/gallery');
  await expect(page.getByRole('list', { name: 'Pictures' }).getByRole('img')).toHaveCount(2);
  await openPicture(page);
  await expect(page.getByRole('dialog').getByRole('region', { name: PLACE })).toContainText(
    'Changed since it was signed',
  );
  expect(findCredentials(await save(page, 'WebP'))).toBe('webp');
  expect(studio.foreignRequests).toEqual([]);
  expect(studio.complaints).toEqual([]);
});

test('where signing fails, the picture can be saved without', async ({ studio, context }) => {
  const { page } = studio;
  await addDrawnPicture(studio);
  await waitUntilKeptOffline(page);
  await page.evaluate(() =>
    globalThis.triptych.settings.getState().change({ signsPictures: true }),
  );
  // What signs was never fetched.
  await context.setOffline(true);
  await openPicture(page);
  const plain = await save(page, 'PNG', async (dialog) => {
    await expect(dialog.getByRole('alert')).toContainText('could not be fetched');
    await expect(dialog.getByRole('button', { name: 'Save', exact: true })).toBeDisabled();
    await studio.checkAccessibility();
    await dialog.getByRole('button', { name: `Leave out ${PLACE}` }).click();
  });
  expect(findCredentials(plain)).toBeUndefined();
  await context.setOffline(false);
  expect(findCredentials(await save(page, 'PNG'))).toBe('png');
});
