import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { findCredentials } from '../src/engine/credentials/has-credentials.ts';
import { readZip } from '../src/engine/files/read-zip.ts';
import { readHeaderSize } from '../src/engine/images/picture-header.ts';
import { encodePng } from '../src/engine/images/png.ts';
import { expect, test, type StudioPage } from './studio-page.ts';

interface PictureFile {
  name: string;
  mimeType: string;
  buffer: Buffer<ArrayBuffer>;
}

/** Colours that run into each other, so that there is something to compress. */
async function makePicture(name: string, side = 64): Promise<PictureFile> {
  const data = new Uint8ClampedArray(4 * side * side).map((_, at) => {
    const [x, y] = [Math.floor(at / 4) % side, Math.floor(at / 4 / side)];
    return [4 * x, 4 * y, 2 * (x + y), 255][at % 4] ?? 0;
  });
  const png = await encodePng({ width: side, height: side, data });
  return { name, mimeType: 'image/png', buffer: Buffer.from(png) };
}
const makePictures = (count: number) =>
  Promise.all(Array.from({ length: count }, (_, index) => makePicture(`photo ${index + 1}.png`)));

/** A picture of which the second half is missing. */
async function makeBroken(): Promise<PictureFile> {
  const whole = await makePicture('broken.png', 128);
  return { ...whole, buffer: whole.buffer.subarray(0, whole.buffer.length / 2) };
}

const rows = (page: Page) => page.getByRole('list', { name: 'Pictures' }).getByRole('listitem');
const process = (page: Page) => page.getByRole('button', { name: /^Process \d+ picture/ });

/** Drops files on the window, as the browser tells of them. */
async function drop(page: Page, files: readonly PictureFile[]): Promise<void> {
  const given = files.map(({ name, mimeType, buffer }) => ({
    name,
    mimeType,
    base64: buffer.toString('base64'),
  }));
  await page.evaluate((dropped) => {
    const dataTransfer = new DataTransfer();
    for (const { name, mimeType, base64 } of dropped) {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      dataTransfer.items.add(new File([bytes], name, { type: mimeType }));
    }
    const target = document.querySelector('main') ?? document.body;
    target.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  }, given);
}

async function saveAsZip({ page }: StudioPage) {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save zip' }).click();
  const path = await (await download).path();
  return readZip(new Blob([await readFile(path)]));
}

test('forty pictures go from the drop to a zip', async ({ studio }) => {
  const { page } = studio;
  await studio.open('/#/bulk');
  await drop(page, await makePictures(40));
  await expect(rows(page)).toHaveCount(40);
  // The first one shows at once what will come of them.
  await expect(page.getByText(/WEBP · 64 × 64 · quality 82/)).toBeVisible();
  await page.getByRole('button', { name: 'Square thumbnails' }).click();
  await page.getByRole('spinbutton', { name: 'Width' }).fill('32');
  await page.getByRole('spinbutton', { name: 'Height' }).fill('16');
  await expect(page.getByText(/WEBP · 32 × 16/)).toBeVisible();
  await process(page).click();
  await expect(page.getByText('40 of 40 done')).toBeVisible();
  const entries = await saveAsZip(studio);
  expect(entries.size).toBe(40);
  const picture = await entries.get('photo 17-optimize.webp')?.read();
  expect(readHeaderSize(new Uint8Array((await picture?.arrayBuffer()) ?? []))).toEqual({
    width: 32,
    height: 16,
  });
  expect(studio.complaints).toEqual([]);
  await studio.checkAccessibility();
});

test('a broken picture among good ones fails alone, with its code and a sentence', async ({
  studio,
}) => {
  const { page } = studio;
  await studio.open('/#/bulk');
  const [first, second] = [await makePicture('a.png'), await makePicture('b.png')];
  const notes = { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('no picture') };
  await page
    .getByLabel('Pictures to process')
    .setInputFiles([first, await makeBroken(), second, notes]);
  await expect(page.getByText('One file is not a picture and was left out.')).toBeVisible();
  await process(page).click();
  await expect(page.getByText('2 of 3 done · 1 failed')).toBeVisible();
  await expect(rows(page).filter({ hasText: 'broken.png' })).toContainText('invalid_request');
  await rows(page)
    .getByRole('button', { name: /^broken.png/ })
    .click();
  await expect(page.getByRole('region', { name: 'Preview' }).getByRole('alert')).toContainText(
    /\w+ \w+.*invalid_request/,
  );
  await studio.checkAccessibility();
  expect([...(await saveAsZip(studio)).keys()]).toEqual(['a-optimize.webp', 'b-optimize.webp']);
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByText('2 of 3 done · 1 failed')).toBeVisible();
});

test('a run is cancelled in the middle, survives a reload and goes on', async ({ studio }) => {
  const { page } = studio;
  await studio.open('/#/bulk');
  await page
    .getByLabel('Pictures to process')
    .setInputFiles(
      await Promise.all(
        Array.from({ length: 12 }, (_, index) => makePicture(`large ${index}.png`, 480)),
      ),
    );
  // AVIF takes long enough to be cancelled.
  await page.getByRole('button', { name: 'Add a step' }).click();
  await page.getByRole('menuitem', { name: /^Convert/ }).click();
  await page.getByRole('combobox', { name: 'Format' }).selectOption('AVIF');
  await process(page).click();
  await expect(page.getByText(/^[1-9]\d* of 1[12]/)).toBeVisible();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText(/Cancelled after \d+ of 1[12]/)).toBeVisible();
  const left = Number(((await process(page).textContent()) ?? '').match(/\d+/)?.[0]);
  expect(left).toBeGreaterThan(0);
  expect(left).toBeLessThan(12);
  await page.reload();
  await expect(rows(page)).toHaveCount(12);
  await expect(process(page)).toHaveText(`Process ${left} ${left === 1 ? 'picture' : 'pictures'}`);
  await process(page).click();
  await expect(page.getByText('12 of 12 done')).toBeVisible();
  expect((await saveAsZip(studio)).size).toBe(12);
});

test('a run that a reload has cut off waits in the queue, also of Images, and goes on', async ({
  studio,
}) => {
  const { page } = studio;
  await studio.open('/#/bulk');
  const pictures = Array.from({ length: 12 }, (_, index) => makePicture(`large ${index}.png`, 480));
  await page.getByLabel('Pictures to process').setInputFiles(await Promise.all(pictures));
  await page.getByRole('button', { name: 'Add a step' }).click();
  await page.getByRole('menuitem', { name: /^Convert/ }).click();
  await page.getByRole('combobox', { name: 'Format' }).selectOption('AVIF');
  await process(page).click();
  await expect(page.getByText(/^[1-9]\d* of 1[12]/)).toBeVisible();
  await page.reload();
  await expect(page.getByText(/pictures are not finished: the queue is paused/)).toBeVisible();
  await studio.checkAccessibility();
  await page.goto('/#/images');
  await expect(page.getByRole('region', { name: 'Queue' })).toContainText('Bulk: ');
  await page.goto('/#/bulk');
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByText('12 of 12 done')).toBeVisible();
  expect((await saveAsZip(studio)).size).toBe(12);
});

test('pictures come from the gallery, from a drop on another screen and from the system', async ({
  studio,
}) => {
  const { page } = studio;
  await studio.open('/#/gallery');
  // The same picture is taken in once.
  const two = [await makePicture('large.png'), await makePicture('small.png', 32)];
  await page.getByLabel('Picture files').setInputFiles(two);
  const pictures = page.getByRole('list', { name: 'Pictures' });
  await expect(pictures.getByRole('img')).toHaveCount(2);
  await page.getByRole('button', { name: 'Select several' }).click();
  await page.getByRole('button', { name: 'Select all' }).click();
  await page.getByRole('button', { name: 'Process these' }).click();
  await expect(rows(page)).toHaveCount(2);
  await studio.open('/#/settings');
  await drop(page, await makePictures(3));
  await expect(rows(page)).toHaveCount(5);
  // As the system's menu for sharing posts them to the installed studio.
  await page.evaluate(() => globalThis.triptych.serviceWorker.start());
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  const { buffer } = await makePicture('');
  const landed = await page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const form = new FormData();
    for (const name of ['grüße.png', 'b.png'])
      form.append('pictures', new File([bytes], name, { type: 'image/png' }));
    return (await fetch('share', { method: 'POST', body: form })).url;
  }, buffer.toString('base64'));
  expect(landed).toBe(new URL('/', page.url()).href);
  await page.reload();
  await expect(rows(page)).toHaveCount(7);
  await expect(rows(page).filter({ hasText: 'grüße.png' })).toHaveCount(1);
});

test('a second tab has a list of its own, and takes over one that was closed', async ({
  studio,
  context,
}) => {
  const { page } = studio;
  await studio.open('/#/bulk');
  await drop(page, await makePictures(2));
  await expect(page.getByText(/WEBP · 64 × 64/)).toBeVisible();
  const second = await context.newPage();
  await second.goto('/#/bulk');
  await expect(second.getByRole('button', { name: 'Choose pictures' })).toBeVisible();
  await page.close();
  await second.close();
  const third = await context.newPage();
  await third.goto('/#/bulk');
  await expect(rows(third)).toHaveCount(2);
});

test('the chain is worked with the keyboard alone, and a bad option is named', async ({
  studio,
}) => {
  const { page } = studio;
  await studio.open('/#/bulk');
  await drop(page, await makePictures(2));
  const steps = page.getByRole('region', { name: 'Steps' });
  const order = () => steps.getByRole('heading', { level: 3 }).allTextContents();
  await page.getByRole('button', { name: 'For the web' }).click();
  await page.getByRole('button', { name: 'Remove Optimize' }).press('Alt+ArrowUp');
  expect(await order()).toEqual(['Optimize', 'Resize']);
  await page.keyboard.press('Control+z');
  expect(await order()).toEqual(['Resize', 'Optimize']);
  await page.getByRole('spinbutton', { name: 'Width' }).fill('90000');
  await expect(steps.getByRole('alert')).toHaveText(
    'resize: "width" must be a whole number from 1 to 16383.',
  );
  await expect(process(page)).toBeDisabled();
  await page.getByRole('button', { name: 'Remove Resize' }).press('Enter');
  await expect(steps.getByText('“Resize” removed')).toBeVisible();
  const slider = page.getByRole('slider', { name: 'Before and after' });
  await slider.press('End');
  await expect(slider).toHaveAttribute('aria-valuenow', '100');
  await rows(page).first().getByRole('button').first().focus();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('heading', { name: 'photo 2.png' })).toBeVisible();
  await page.keyboard.press('Delete');
  await expect(rows(page)).toHaveCount(1);
  await page.getByRole('button', { name: 'Undo', exact: true }).last().press('Enter');
  await expect(rows(page)).toHaveCount(2);
});

test('a recipe is saved under a name, used again and deleted with an undo', async ({ studio }) => {
  const { page } = studio;
  await studio.open('/#/bulk');
  await drop(page, await makePictures(1));
  await page.getByRole('button', { name: 'Square thumbnails' }).click();
  await page.getByRole('button', { name: 'Recipes' }).click();
  const dialog = page.getByRole('dialog', { name: 'Recipes' });
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Shop');
  await page.keyboard.press('Enter');
  const saved = dialog.getByRole('list', { name: 'Saved recipes' }).getByRole('listitem');
  await expect(saved).toContainText('Resize, Optimize');
  await studio.checkAccessibility();
  await dialog.getByRole('button', { name: 'Delete Shop' }).click();
  await dialog.getByRole('button', { name: 'Undo' }).click();
  const download = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Export Shop' }).click();
  const exported = await readFile(await (await download).path(), 'utf8');
  expect(JSON.parse(exported)).toMatchObject([{ op: 'resize' }, { op: 'optimize' }]);
  const file = { name: 'Blog.json', mimeType: 'application/json' };
  await dialog
    .getByLabel('Recipe file')
    .setInputFiles({ ...file, buffer: Buffer.from('[{"op":"flip"}]') });
  await expect(saved).toHaveCount(2);
  await page.reload();
  await page.getByRole('button', { name: 'Recipes' }).click();
  await dialog.getByRole('button', { name: 'Use Blog' }).click();
  await expect(page.getByRole('heading', { name: 'Flip', level: 3 })).toBeVisible();
});

test('a step is dragged over another one, and Escape ends a run', async ({ studio }) => {
  const { page } = studio;
  await studio.open('/#/bulk');
  await drop(page, await makePictures(30));
  await page.getByRole('button', { name: 'For the web' }).click();
  const steps = page.getByRole('region', { name: 'Steps' });
  const step = (name: string) => steps.getByRole('listitem', { name });
  await step('Resize').locator('span[aria-hidden]').first().hover();
  await page.mouse.down();
  const other = await step('Optimize').boundingBox();
  await page.mouse.move((other?.x ?? 0) + 20, (other?.y ?? 0) + (other?.height ?? 0) - 4, {
    steps: 8,
  });
  await page.mouse.up();
  await expect(steps.getByRole('heading', { level: 3 })).toHaveText(['Optimize', 'Resize']);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('button', { name: 'Cancel' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByText(/^Cancelled after/)).toBeVisible();
});

test('crops follow the point that is moved in a picture, and pages come with the sizes', async ({
  studio,
}) => {
  const { page } = studio;
  await studio.open('/#/bulk');
  // Plain but for one thing, far to the left.
  const side = 320;
  const data = new Uint8ClampedArray(4 * side * side).map((_, at) => {
    const [x, y] = [Math.floor(at / 4) % side, Math.floor(at / 4 / side)];
    const isInside = Math.hypot(x - 60, y - 160) < 40;
    return [isInside ? 200 : 235, isInside ? 30 : 230, isInside ? 40 : 220, 255][at % 4] ?? 0;
  });
  const buffer = Buffer.from(await encodePng({ width: side, height: side, data }));
  await drop(page, [{ name: 'ball.png', mimeType: 'image/png', buffer }]);
  await page.getByRole('button', { name: 'Remove Optimize' }).click();
  await page.getByRole('button', { name: 'Add a step' }).click();
  await page.getByRole('menuitem', { name: 'Crop around the subject' }).click();
  await page.getByRole('spinbutton', { name: 'Width' }).fill('40');
  await page.getByRole('spinbutton', { name: 'Height' }).fill('80');
  const findings = page.getByRole('list', { name: 'Findings' });
  // Two models are fetched, and look at the picture.
  await expect(findings).toContainText('on what stands out', { timeout: 90_000 });
  await expect(page.getByText('PNG · 40 × 80')).toBeVisible();

  await page.getByRole('button', { name: 'Move the focal point' }).click();
  const point = page.getByRole('slider', { name: 'Focal point' });
  await expect(point).toHaveAttribute('aria-valuetext', /^1\d % from the left/);
  const box = await point.boundingBox();
  const picture = await page.getByAltText('Before').boundingBox();
  if (!box || !picture) throw new Error('The point is not shown.');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(picture.x + 0.75 * picture.width, picture.y + 0.5 * picture.height);
  await page.mouse.up();
  await expect(findings).toContainText('chosen by you');
  await expect(point).toHaveAttribute('aria-valuetext', /^75 % from the left/);
  await point.press('ArrowRight');
  await expect(point).toHaveAttribute('aria-valuetext', /^77 % from the left/);
  await studio.checkAccessibility();
  // It is kept with the picture, and can be taken back.
  await page.reload();
  await expect(findings).toContainText('77 % from the left');
  await page.getByRole('button', { name: 'Find it again' }).click();
  await expect(findings).toContainText('on what stands out', { timeout: 90_000 });
  expect(studio.complaints).toEqual([]);
});

test('saved files carry Content Credentials where those are turned on', async ({ studio }) => {
  const { page } = studio;
  await studio.open('/#/bulk');
  await page.evaluate(() =>
    globalThis.triptych.settings.getState().change({ signsPictures: true, signerName: 'Ada' }),
  );
  await drop(page, await makePictures(2));
  await process(page).click();
  await expect(page.getByText('2 of 2 done')).toBeVisible();
  const entries = await saveAsZip(studio);
  await expect(page.getByText('Zip with 2 files saved. With Content Credentials.')).toBeVisible();
  for (const entry of entries.values())
    expect(findCredentials(new Uint8Array(await (await entry.read()).arrayBuffer()))).toBeDefined();
  expect(studio.foreignRequests).toEqual([]);
  expect(studio.complaints).toEqual([]);
});

test('a logo is kept with the steps, and files are called as the person wants', async ({
  studio,
}) => {
  const { page } = studio;
  await studio.open('/#/bulk');
  await drop(page, await makePictures(2));
  await page.getByRole('button', { name: 'Remove metadata', exact: true }).click();
  await page.getByRole('button', { name: 'Add a step' }).click();
  await page.getByRole('menuitem', { name: /^Watermark/ }).click();
  await page.getByRole('radio', { name: 'Picture', exact: true }).click();
  await expect(page.getByText('watermark: choose the picture to use.')).toBeVisible();
  await page.getByLabel('Picture: file').setInputFiles(await makePicture('logo.png', 16));
  const logo = page.getByAltText('The chosen picture');
  await expect(logo).toBeVisible();
  await page.getByRole('textbox', { name: 'Names' }).fill('{index}_{nam}');
  await expect(page.getByText('There is no {nam}.')).toBeVisible();
  await page.getByRole('textbox', { name: 'Names' }).fill('{index}_{name} {width}');
  await page.reload();
  await expect(logo).toBeVisible();
  await process(page).click();
  await expect(page.getByText('2 of 2 done')).toBeVisible();
  await expect(page.getByText('Such as 1_photo 1 64.png.')).toBeVisible();
  expect([...(await saveAsZip(studio)).keys()]).toEqual(['1_photo 1 64.png', '2_photo 2 64.png']);

  // Somebody has deleted what the browser kept.
  await page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const opening = indexedDB.open('triptych-values');
        opening.onerror = reject;
        opening.onsuccess = () => {
          const change = opening.result.transaction('values', 'readwrite');
          change.objectStore('values').delete(IDBKeyRange.bound('bulk-recipe ', 'bulk-recipe!'));
          change.oncomplete = resolve;
        };
      }),
  );
  await page.reload();
  await expect(page.getByText('its picture is no longer stored in this browser')).toBeVisible();
});
