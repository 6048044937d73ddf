import { unzipSync } from 'fflate';
import { readParameters, writeParameters } from '../src/engine/images/metadata/image-metadata.ts';
import { decodePng, encodePng } from '../src/engine/images/png.ts';
import { bytesOf, draw, drop, latest, openImages, plainPicture, save } from './images-page.ts';
import { expect, test } from './studio-page.ts';

test('a picture can be zoomed, compared, starred, deleted, restored, found and zipped', async ({
  studio,
}) => {
  const { page } = studio;
  await openImages(studio);
  await draw(page, 'a pizza on a yellow background');
  const pictures = await draw(page, 'an owl on a pink background');
  await pictures.getByRole('button').first().click();
  const box = page.getByRole('dialog', { name: 'an owl on a pink background' });
  await box.getByRole('button', { name: 'Zoom in' }).click();
  await expect(box.getByText('150%')).toBeVisible();
  await box.getByRole('group', { name: 'Picture' }).press('0');
  await expect(box.getByText('100%')).toBeVisible();
  await box.getByRole('button', { name: 'Compare' }).click();
  await expect(
    box.getByRole('img', { name: 'Other: a pizza on a yellow background' }),
  ).toBeVisible();
  await box.getByRole('slider').fill('20');
  await studio.checkAccessibility();
  await box.getByRole('button', { name: 'Favourite' }).click();
  await box.getByRole('button', { name: 'Next picture' }).click();
  const pizza = page.getByRole('dialog', { name: 'a pizza on a yellow background' });
  await pizza.getByRole('button', { name: 'Delete' }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Undo' }).click();

  await page.getByRole('link', { name: 'Gallery' }).click();
  await page.reload();
  const all = page.getByRole('list', { name: 'Pictures' }).getByRole('img', { name: / on a / });
  await expect(all).toHaveCount(2);
  await page.getByRole('searchbox', { name: 'Search pictures' }).fill('pizza');
  await expect(all).toHaveCount(1);
  await page.getByRole('searchbox', { name: 'Search pictures' }).fill('');
  await page.getByRole('button', { name: 'Favourites' }).click();
  await expect(all).toHaveAttribute('alt', 'an owl on a pink background');
  await page.getByRole('button', { name: 'Favourites' }).click();
  await page.getByRole('combobox', { name: 'Order' }).selectOption('By prompt');
  await expect(all.first()).toHaveAttribute('alt', 'a pizza on a yellow background');
  await page.getByRole('combobox', { name: 'Order' }).selectOption('Newest first');
  await expect(all.first()).toHaveAttribute('alt', 'an owl on a pink background');
  await studio.checkAccessibility();
  await page.getByRole('button', { name: 'Save all as zip' }).click();
  const saving = page.getByRole('dialog', { name: 'Save 2 pictures' });
  await expect(saving.getByRole('status')).toHaveText(/^\d+ kB$/);
  await studio.checkAccessibility();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    saving.getByRole('button', { name: 'Save' }).click(),
  ]);
  const files = unzipSync(await bytesOf(download));
  expect(Object.keys(files).sort()).toEqual([
    expect.stringMatching(/^a pizza on a yellow background \d+\.png$/),
    expect.stringMatching(/^an owl on a pink background \d+\.png$/),
  ]);
  for (const bytes of Object.values(files))
    expect((await decodePng(new Uint8Array(bytes))).width).toBe(256);

  await page.getByRole('button', { name: 'Select several' }).click();
  await page.getByRole('button', { name: 'Select all' }).click();
  await page.getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText('No pictures yet')).toBeVisible();
});

test('a masked area is redrawn and the rest stays bit for bit, painted with mouse and keyboard', async ({
  studio,
}) => {
  const { page } = studio;
  await openImages(studio, { numInferenceSteps: 2, maskFeather: 0, seed: 5, isSeedLocked: true });
  const pictures = await draw(page, 'a house on a white background');
  await pictures.getByRole('button').first().click();
  const before = await decodePng(await save(page, 'PNG'));
  await page.getByRole('button', { name: 'Inpaint' }).click();
  const canvas = page.getByRole('application', { name: /^Mask/ });
  await canvas.press(' ');
  const rect = (await canvas.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  await page.mouse.move(rect.x + rect.width * 0.5, rect.y + rect.height * 0.5);
  await page.mouse.down();
  await page.mouse.move(rect.x + rect.width * 0.7, rect.y + rect.height * 0.5, { steps: 5 });
  await page.mouse.up();
  await page.getByRole('button', { name: 'Invert' }).click();
  await page.keyboard.press('Control+z');
  await studio.checkAccessibility();
  await page.getByRole('button', { name: 'Use this mask' }).click();
  await expect(page.getByText('Redraws the masked area; the rest stays.')).toBeVisible();
  const after = await draw(page, 'a red heart on a black background');
  await after.getByRole('button').first().click();
  const changed = await decodePng(await save(page, 'PNG'));
  const differs = (x: number, y: number) =>
    [0, 1, 2].some(
      (channel) =>
        before.data[(y * 256 + x) * 4 + channel] !== changed.data[(y * 256 + x) * 4 + channel],
    );
  let outside = 0;
  let inside = 0;
  for (let y = 0; y < 256; y++)
    for (let x = 0; x < 256; x++) {
      const isMasked = Math.abs(y - 128) < 16 && x > 110 && x < 196;
      if (!differs(x, y)) continue;
      if (isMasked) inside++;
      else outside++;
    }
  expect(outside).toBe(0);
  expect(inside).toBeGreaterThan(500);
  await page.getByRole('dialog').getByRole('button', { name: 'Compare' }).click();
  await expect(
    page.getByRole('img', { name: 'Other: a house on a white background' }),
  ).toBeVisible();
});

test('a picture can be upscaled and varied', async ({ studio }) => {
  const { page } = studio;
  // A small one, which the upscaler has soon looked at pixel by pixel.
  await openImages(studio);
  const parameters = {
    prompt: 'a rocket on a purple background',
    seed: 7,
    numInferenceSteps: 2,
    guidanceScale: 2,
    scheduler: 'flow-euler',
    width: 64,
    height: 64,
    model: 'triptych/stickers',
    task: 'text-to-image',
  } as const;
  const small = new Uint8Array(await encodePng(plainPicture(64, 64)));
  await drop(page, 'rocket.png', 'image/png', writeParameters(small, parameters));
  await page.getByRole('button', { name: 'Add to gallery' }).click();
  await page.getByRole('list', { name: 'Earlier pictures' }).getByRole('button').first().click();
  await page.getByRole('button', { name: 'Upscale' }).click();
  await page.getByRole('menuitem', { name: '2× · 128 × 128' }).click();
  const larger = await latest(page);
  await larger
    .getByRole('button', { name: 'a rocket on a purple background, 128 × 128' })
    .first()
    .click();
  const large = await save(page, 'PNG');
  expect(await decodePng(large)).toMatchObject({ width: 128, height: 128 });
  expect((await readParameters(large))?.parameters).toMatchObject({
    task: 'upscale',
    width: 128,
    height: 128,
  });
  // From one to the other and back.
  const box = page.getByRole('dialog');
  await box.getByRole('list', { name: 'Made from', exact: true }).getByRole('button').click();
  await expect(box.getByText('64 × 64', { exact: false })).toBeVisible();
  await box.getByRole('list', { name: 'Made from this picture' }).getByRole('button').click();
  await expect(box.getByText(/^128 × 128/)).toBeVisible();
  await page.getByRole('button', { name: 'Next picture' }).click();
  await page.getByRole('button', { name: 'Variations' }).click();
  await page.getByRole('menuitem', { name: 'Strong' }).click();
  await expect(page.getByRole('region', { name: 'Drawing' })).toContainText('Variation');
  const waiting = page.getByRole('region', { name: 'Queue' }).getByRole('listitem');
  await expect(waiting).toHaveCount(3);
  // One that starts meanwhile leaves the queue on its own.
  const remove = waiting.last().getByRole('button', { name: /^Cancel/ });
  while ((await waiting.count()) > 0) await remove.click({ timeout: 2000 }).catch(() => undefined);
  await (await latest(page)).getByRole('button').first().click();
  await expect(page.getByRole('complementary', { name: 'About this picture' })).toContainText(
    /Variation0\.45, seed \d+/,
  );
});

test('a picture can be a start picture, go to Chat and be saved without opening it; a deleted origin is named', async ({
  studio,
}) => {
  const { page } = studio;
  await studio.open('/#/gallery');
  await page.evaluate(async () => {
    const { library } = globalThis.triptych;
    const canvas = new OffscreenCanvas(16, 16);
    canvas.getContext('2d')?.fillRect(0, 0, 16, 16);
    const file = await canvas.convertToBlob();
    const common = {
      seed: 1,
      numInferenceSteps: 1,
      guidanceScale: 1,
      scheduler: 'ddim',
      width: 16,
      height: 16,
    };
    const first = await library.add(file, { ...common, prompt: 'a first fox', model: 'tiny' });
    const variation = { seed: 2, strength: 0.2 };
    await library.add(
      file,
      { ...common, prompt: 'a second fox', model: 'tiny', variation },
      { sourceId: first.id },
    );
  });
  const pictures = page.getByRole('list', { name: 'Pictures' });
  await expect(pictures.getByText('Variation')).toBeVisible();
  await studio.checkAccessibility();
  await page.getByRole('button', { name: 'More for a second fox' }).click();
  await page.getByRole('menuitem', { name: 'Use in Chat' }).click();
  await expect(page.getByRole('textbox', { name: 'Message' })).toHaveValue('> a second fox\n\n');

  await page.goto('/#/gallery');
  await page.getByRole('button', { name: 'More for a first fox' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await pictures.getByRole('button', { name: /^a second fox/ }).click();
  await expect(
    page.getByText('The picture this one was made from has been deleted.'),
  ).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'More for a second fox' }).click();
  await page.getByRole('menuitem', { name: 'Use as start picture' }).click();
  await expect(page.getByRole('region', { name: 'Start picture' })).toBeVisible();
});
