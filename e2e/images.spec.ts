import { readFile } from 'node:fs/promises';
import type { Download, Locator, Page } from '@playwright/test';
import { unzipSync } from 'fflate';
import { readParameters, writeParameters } from '../src/engine/images/metadata/image-metadata.ts';
import { decodePng, encodePng } from '../src/engine/images/png.ts';
import { textChunk } from '../src/engine/images/png-chunks.ts';
import type { PixelImage } from '../src/engine/images/pixel-image.ts';
import { waitUntilKeptOffline } from './kept-offline.ts';
import { expect, needsWeights, test, type StudioPage } from './studio-page.ts';

/** One step is enough to see what happens to a picture. */
async function openImages(
  { page, open }: StudioPage,
  form: object = { numInferenceSteps: 1 },
): Promise<void> {
  await page.addInitScript((text) => {
    if (!localStorage.getItem('triptych.draft.images'))
      localStorage.setItem('triptych.draft.images', text);
  }, JSON.stringify(form));
  await open('/#/images');
}

async function draw(page: Page, prompt: string): Promise<Locator> {
  await page.getByRole('textbox', { name: 'Prompt', exact: true }).fill(prompt);
  await page.getByRole('button', { name: 'Draw', exact: true }).click();
  return latest(page);
}

/** The pictures of the last request, once it is done. */
async function latest(page: Page): Promise<Locator> {
  await expect(page.getByRole('button', { name: 'Draw', exact: true })).toBeVisible({
    timeout: 180_000,
  });
  const pictures = page.getByRole('list', { name: 'Latest pictures' });
  await expect(pictures.getByRole('img').first()).toBeVisible();
  return pictures;
}

async function bytesOf(download: Download): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await readFile(await download.path()));
}

async function save(page: Page, kind: 'PNG' | 'WebP' | 'JPEG'): Promise<Uint8Array<ArrayBuffer>> {
  await page.getByRole('button', { name: 'Save' }).click();
  const dialog = page.getByRole('dialog', { name: 'Save the picture' });
  await dialog.getByRole('radio', { name: kind }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: 'Save' }).click(),
  ]);
  await expect(dialog).toBeHidden();
  return bytesOf(download);
}

function plainPicture(width: number, height: number): PixelImage {
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let pixel = 0; pixel < width * height; pixel++) data.set([40, 120, pixel % 200], pixel * 4);
  return { width, height, data };
}

/** Lets a file fall on the window. */
async function drop(page: Page, name: string, type: string, bytes: Uint8Array): Promise<void> {
  const transfer = await page.evaluateHandle(
    ([fileName, fileType, base64]) => {
      const data = new DataTransfer();
      const binary = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      data.items.add(new File([binary], fileName, { type: fileType }));
      return data;
    },
    [name, type, Buffer.from(bytes).toString('base64')] as const,
  );
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
}

test('a first-time visitor draws with one click, watches it appear, and nothing leaves the origin', async ({
  studio,
}) => {
  const { page, foreignRequests, complaints } = studio;
  await studio.open('/#/images');
  await page.getByRole('list', { name: 'Examples' }).getByRole('button').first().click();
  await expect(page.getByRole('img', { name: /^Preview after step/ })).toBeVisible({
    timeout: 150_000,
  });
  await studio.checkAccessibility();
  const pictures = await latest(page);
  await expect(pictures.getByRole('img', { name: 'a fox on a teal background' })).toBeVisible();
  await expect(page.getByText(/^The picture is done, in [\d.]+ seconds\.$/)).toBeVisible();
  await studio.checkAccessibility();
  expect(foreignRequests).toEqual([]);
  expect(complaints).toEqual([]);
});

test('it shows how the small model reads a prompt and offers what it knows', async ({ studio }) => {
  const { page } = studio;
  await openImages(studio);
  const prompt = page.getByRole('textbox', { name: 'Prompt', exact: true });
  await prompt.fill('a kitten in a meadow, teal background');
  await expect(page.getByText('Draws: cat on teal. It ignores “meadow”.')).toBeVisible();
  await prompt.fill('a dog and a cat');
  await expect(page.getByText('Draws: dog and cat, side by side.')).toBeVisible();
  await prompt.fill('a dog, a cat and an owl on pink');
  await expect(page.getByText(/dog, cat and owl together would be a muddle/)).toBeVisible();
  await page
    .getByRole('list', { name: 'Suggestions' })
    .getByRole('button', { name: 'cat and owl' })
    .click();
  await expect(prompt).toHaveValue('a cat and an owl on a pink background');
  await prompt.fill('a hedgehgo on blue');
  await page
    .getByRole('list', { name: 'Suggestions' })
    .getByRole('button', { name: 'hedgehog' })
    .click();
  await expect(prompt).toHaveValue('a hedgehog on a blue background');
  await page.getByRole('button', { name: 'Everything it can draw' }).click();
  const dialog = page.getByRole('dialog', { name: /things Stickers can draw/ });
  await dialog.getByRole('textbox', { name: 'Search things' }).fill('rocke');
  await studio.checkAccessibility();
  await dialog.getByRole('button', { name: 'rocket' }).click();
  await expect(await latest(page)).toContainText('');
  await expect(prompt).toHaveValue('a rocket on a blue background');
  // Its tokenizer is here now.
  await expect(page.getByText(/^\d+ of 18 tokens$/)).toBeVisible();
});

test('an overlong prompt is drawn as far as the model reads it, and the omitted part is named', async ({
  studio,
}) => {
  const { page } = studio;
  await openImages(studio);
  const prompt =
    'Shop window of a cosy village bakery at dawn, a loaf of bread and a pumpkin between paper leaves, warm morning light BREAK film photo, shallow depth of field';
  await page.getByRole('textbox', { name: 'Prompt', exact: true }).fill(prompt);
  await page.getByRole('button', { name: 'Draw', exact: true }).click();
  const pictures = await latest(page);
  await expect(pictures.getByRole('img')).toHaveCount(1);
  await expect(page.getByText(/^\d+ tokens; limit 18$/)).toBeVisible();
  const corrections = page.getByRole('list', { name: 'Corrections' });
  await expect(corrections).toContainText(/^Left out of the prompt, because it is longer .*cosy/);
  await expect(corrections).not.toContainText(/bread|pumpkin/);
  await expect(page.getByRole('alert')).toHaveCount(0);
  await page.goto('/#/');
  await expect(page.getByRole('textbox', { name: 'Picture prompt' })).toHaveValue(prompt);
  await expect(page.getByRole('list', { name: 'Corrections' })).toBeVisible();
});

test('on a phone, the picture being drawn scrolls into view above earlier ones', async ({
  studio,
}) => {
  const { page } = studio;
  await page.setViewportSize({ width: 390, height: 844 });
  await openImages(studio, { numInferenceSteps: 500 });
  const png = Buffer.from(await encodePng(plainPicture(256, 256), []));
  for (let count = 0; count < 5; count++)
    await page.evaluate(
      ([base64]) =>
        globalThis.triptych.library.importFile(
          new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], 'blue.png', {
            type: 'image/png',
          }),
        ),
      [png.toString('base64')] as const,
    );
  await expect(page.getByRole('list', { name: 'Earlier pictures' }).getByRole('img')).toHaveCount(
    5,
  );
  await page.getByRole('textbox', { name: 'Prompt', exact: true }).fill('a cat');
  await page.getByRole('button', { name: 'Draw', exact: true }).click();
  const drawing = page.getByRole('region', { name: 'Drawing' });
  await expect(drawing.getByRole('button', { name: 'Stop' })).toBeInViewport();
  await expect(page.getByText(/^Step \d+ of 500/)).toBeInViewport({ timeout: 150_000 });
  await drawing.getByRole('button', { name: 'Stop' }).click();
  await expect(drawing).toBeHidden();
});

test("two tabs share one queue: each shows and can stop the other's picture, and both get the result", async ({
  studio,
  context,
}) => {
  const { page } = studio;
  await openImages(studio, { numInferenceSteps: 500 });
  const other = await context.newPage();
  await other.goto('/#/images');
  await page.getByRole('textbox', { name: 'Prompt', exact: true }).fill('a cat');
  await page.getByRole('button', { name: 'Draw', exact: true }).click();
  const drawing = other.getByRole('region', { name: 'Drawing' });
  await expect(drawing).toContainText(/In another tab · Step \d+ of 500/, { timeout: 150_000 });
  // A tab that is opened meanwhile does not take it for something left over.
  await other.reload();
  await expect(drawing).toContainText(/In another tab/, { timeout: 150_000 });
  await expect(other.getByRole('button', { name: 'Continue' })).toBeHidden();
  await drawing.getByRole('button', { name: 'Stop' }).click();
  await expect(page.getByRole('region', { name: 'Drawing' })).toBeHidden({ timeout: 150_000 });
  await expect(drawing).toBeHidden();

  await page.evaluate(() =>
    globalThis.triptych.imagesStore.getState().changeForm({ numInferenceSteps: 1 }),
  );
  await other.getByRole('link', { name: 'Gallery' }).click();
  await page.getByRole('button', { name: 'Draw', exact: true }).click();
  await latest(page);
  await expect(other.getByRole('list', { name: 'Pictures' }).getByRole('img')).toHaveCount(1);
});

test('requests wait in an editable queue, and a running one is cancelled at once', async ({
  studio,
}) => {
  const { page } = studio;
  await openImages(studio, { numInferenceSteps: 500 });
  const prompt = page.getByRole('textbox', { name: 'Prompt', exact: true });
  for (const text of ['a cat', 'a dog', 'an owl', 'a fish']) {
    await prompt.fill(text);
    await prompt.press('Enter');
  }
  const queue = page.getByRole('region', { name: 'Queue' }).getByRole('listitem');
  await expect(queue).toHaveText(['a dog', 'an owl', 'a fish']);
  await page.getByRole('button', { name: 'Move up: a fish' }).click();
  await page.getByRole('button', { name: 'Cancel: a dog' }).click();
  await expect(queue).toHaveText(['a fish', 'an owl']);
  await expect(page.getByText(/^Step \d+ of 500/)).toBeVisible({ timeout: 150_000 });
  await page.keyboard.press('Escape');
  await expect(page.getByRole('region', { name: 'Drawing' })).toContainText('a fish');
  await expect(page.getByText('Stopped: a cat')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Draw again' })).toBeVisible();
  await page.getByRole('button', { name: 'Dismiss: a cat' }).click();

  await page.reload();
  await expect(queue).toHaveText(['a fish', 'an owl']);
  await expect(page.getByRole('region', { name: 'Drawing' })).toBeHidden();
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByRole('region', { name: 'Drawing' })).toContainText('a fish');
  await page.getByRole('button', { name: 'Cancel: an owl' }).click();
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(page.getByRole('region', { name: 'Drawing' })).toBeHidden();
});

test('a locked seed repeats the picture, and pictures carry their settings', async ({ studio }) => {
  const { page } = studio;
  await openImages(studio, { numInferenceSteps: 1, seed: 77, isSeedLocked: true, n: 2 });
  const pictures = await draw(page, 'a star on a red background');
  await expect(pictures.getByRole('listitem')).toHaveCount(2);
  await pictures.getByRole('button').first().click();
  const first = await save(page, 'PNG');
  const told = {
    prompt: 'a star on a red background',
    seed: 77,
    numInferenceSteps: 1,
    model: 'triptych/stickers',
  };
  expect((await readParameters(first))?.parameters).toMatchObject(told);
  for (const kind of ['WebP', 'JPEG'] as const)
    expect((await readParameters(await save(page, kind)))?.parameters, kind).toMatchObject(told);
  await page.keyboard.press('Escape');

  await page.getByRole('radio', { name: '1', exact: true }).click();
  const again = await draw(page, 'a star on a red background');
  const region = page.getByRole('region', { name: 'Latest' });
  await expect(region).toContainText('Cached: the same picture was drawn before');
  await region.getByRole('button', { name: 'Draw again' }).click();
  await expect(region).toContainText('The picture is done, in');
  await expect(region.getByRole('button', { name: 'Draw again' })).toBeHidden();
  await again.getByRole('button').first().click();
  expect(await decodePng(await save(page, 'PNG'))).toEqual(await decodePng(first));
});

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

test('a dropped picture fills the form (all, prompt or seed); other files are rejected with a reason', async ({
  studio,
}) => {
  const { page } = studio;
  await openImages(studio, { prompt: 'mine', seed: 1, numInferenceSteps: 3 });
  const told = `a castle, sunset\nNegative prompt: fog\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 4242, Size: 512x768, Model: other`;
  const a1111 = await encodePng(plainPicture(16, 16), [textChunk('parameters', told)]);
  const prompt = page.getByRole('textbox', { name: 'Prompt', exact: true });
  const seed = page.getByRole('spinbutton', { name: 'Seed' });

  await drop(page, 'castle.png', 'image/png', a1111);
  const dialog = page.getByRole('dialog', { name: 'A picture' });
  await expect(dialog).toContainText('a castle, sunset');
  await studio.checkAccessibility();
  await dialog.getByRole('button', { name: 'Seed only' }).click();
  await expect(seed).toHaveValue('4242');
  await expect(prompt).toHaveValue('mine');

  await drop(page, 'castle.png', 'image/png', a1111);
  await dialog.getByRole('button', { name: 'Fill in everything' }).click();
  await expect(prompt).toHaveValue('a castle, sunset');
  await expect(page.getByRole('textbox', { name: 'Negative prompt' })).toHaveValue('fog');
  await page.getByText('Steps, guidance and scheduler').click();
  await expect(page.getByRole('spinbutton', { name: 'Steps' })).toHaveValue('20');

  await drop(page, 'notes.txt', 'text/plain', new TextEncoder().encode('no picture'));
  await expect(dialog.getByRole('alert')).toContainText('cannot read this file as a picture');
  await page.keyboard.press('Escape');

  await drop(page, 'plain.png', 'image/png', await encodePng(plainPicture(300, 200)));
  await expect(dialog).toContainText('does not say how it was made');
  await dialog.getByRole('button', { name: 'Start from this picture' }).click();
  await expect(page.getByRole('region', { name: 'Start picture' })).toBeVisible();
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

test('our own WebP and JPEG files are read back from the gallery', async ({ studio }) => {
  const { page } = studio;
  await studio.open('/#/gallery');
  await expect(page.getByText('No pictures yet')).toBeVisible();
  const parameters = {
    prompt: 'kept words',
    seed: 6,
    numInferenceSteps: 4,
    guidanceScale: 2,
    scheduler: 'ddim',
    width: 24,
    height: 16,
    model: 'triptych/stickers',
  };
  const base64 = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(24, 16);
    canvas.getContext('2d')?.fillRect(0, 0, 24, 16);
    const read = async (type: string) => {
      const bytes = new Uint8Array(await (await canvas.convertToBlob({ type })).arrayBuffer());
      return btoa(String.fromCharCode(...bytes));
    };
    return { webp: await read('image/webp'), jpeg: await read('image/jpeg') };
  });
  for (const [name, text] of Object.entries(base64)) {
    const bytes = writeParameters(new Uint8Array(Buffer.from(text, 'base64')), parameters);
    await drop(page, `a.${name}`, `image/${name}`, bytes);
  }
  const pictures = page
    .getByRole('list', { name: 'Pictures' })
    .getByRole('img', { name: 'kept words' });
  await expect(pictures).toHaveCount(2);
  await drop(page, 'a.png', 'image/png', new Uint8Array([1, 2, 3]));
  await expect(page.getByRole('region', { name: 'Added pictures' })).toContainText('a.png: ');
  await pictures.first().click();
  await page.getByRole('button', { name: 'Use settings' }).click();
  await page.getByRole('menuitem', { name: 'All settings' }).click();
  await expect(page.getByRole('textbox', { name: 'Prompt', exact: true })).toHaveValue(
    'kept words',
  );
});

test('impossible values are explained, and the next request works', async ({ studio }) => {
  const { page } = studio;
  await openImages(studio, { prompt: 'a fox', numInferenceSteps: 0 });
  const send = page.getByRole('button', { name: 'Draw', exact: true });
  await send.click();
  await expect(page.getByRole('alert')).toContainText(
    /Steps must be a whole number from 1 to 1000, not 0\. .*invalid_request/,
    { timeout: 150_000 },
  );
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await page.getByText('Steps, guidance and scheduler').click();
  await page.getByRole('spinbutton', { name: 'Steps' }).fill('10000');
  await send.click();
  await expect(page.getByRole('alert')).toContainText('not 10000');
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await page.getByRole('spinbutton', { name: 'Steps' }).fill('2');
  await page.getByRole('textbox', { name: 'Prompt', exact: true }).fill('fox '.repeat(25_000));
  await send.click();
  await expect(page.getByRole('alert')).toContainText('the limit is 10000');
  await studio.checkAccessibility();
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await draw(page, 'a fox');
});

test('on a phone the picture is visible without scrolling', async ({ studio }) => {
  const { page } = studio;
  await page.setViewportSize({ width: 390, height: 844 });
  await openImages(studio);
  const pictures = await draw(page, 'a cactus on an orange background');
  await expect(pictures.getByRole('img')).toBeInViewport();
  await studio.checkAccessibility();
  await pictures.getByRole('button').first().click();
  await expect(page.getByRole('dialog').getByRole('img')).toBeInViewport();
  await studio.checkAccessibility();
  await page.getByRole('button', { name: 'Inpaint' }).click();
  await expect(page.getByRole('button', { name: 'Use this mask' })).toBeInViewport();
  expect(
    await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
  ).toBeLessThanOrEqual(0);
});

test('draws offline on the second visit', async ({ studio, context }) => {
  const { page } = studio;
  await openImages(studio);
  await draw(page, 'a fish on a blue background');
  await waitUntilKeptOffline(page);
  await context.setOffline(true);
  await page.reload();
  await expect(page.getByRole('list', { name: 'Earlier pictures' }).getByRole('img')).toHaveCount(
    1,
  );
  await draw(page, 'a duck on a green background');
});

// On the processor: what WebGPU draws is held against diffusers' pictures in
// diffusion-pipeline.webgpu.browser.test.ts.
test('another image model is downloaded and draws at its own size', async ({ studio }) => {
  needsWeights('reference/tiny-sd');
  const { page } = studio;
  await openImages(studio, { numInferenceSteps: 1 });
  await page.getByRole('button', { name: 'Model: Stickers' }).click();
  await page
    .getByRole('menuitem', { name: /^tiny sd\b/ })
    .first()
    .click();
  await expect(page.getByRole('button', { name: /^Model: tiny sd/ })).toBeVisible({
    timeout: 150_000,
  });
  await page.getByRole('radio', { name: '3:2' }).click();
  const pictures = await draw(page, 'a photograph of a (castle:1.2)');
  await pictures.getByRole('button').first().click();
  await expect(page.getByRole('complementary', { name: 'About this picture' })).toContainText(
    'reference/tiny-sd',
  );
});

test('a dropped ComfyUI picture fills in what is certain and names what is not', async ({
  studio,
}) => {
  const { page } = studio;
  await openImages(studio, { prompt: 'mine', negativePrompt: '', seed: 1 });
  const node = (class_type: string, inputs: object) => ({ class_type, inputs });
  const graph = {
    1: node('KSampler', {
      seed: 4242,
      steps: 12,
      cfg: 5,
      positive: ['4', 0],
      negative: ['4', 1],
      latent_image: ['5', 0],
    }),
    2: node('CLIPTextEncode', { text: 'ein grüner Frosch' }),
    3: node('CLIPTextEncode', { text: 'Nebel' }),
    4: node('ControlNetApplyAdvanced', { positive: ['2', 0], negative: ['3', 0] }),
    5: node('EmptyLatentImage', { width: 512, height: 640 }),
  };
  const picture = (chunks: Record<string, string>) =>
    encodePng(
      plainPicture(16, 16),
      Object.entries(chunks).map(([keyword, text]) => textChunk(keyword, text)),
    );
  const dialog = page.getByRole('dialog', { name: 'A picture' });
  await drop(page, 'frog.png', 'image/png', await picture({ prompt: JSON.stringify(graph) }));
  await expect(dialog).toContainText('Made with ComfyUI');
  await expect(dialog).toContainText('Without: Nebel');
  await studio.checkAccessibility();
  await dialog.getByRole('button', { name: 'Fill in everything' }).click();
  const prompt = page.getByRole('textbox', { name: 'Prompt', exact: true });
  await expect(prompt).toHaveValue('ein grüner Frosch');
  await expect(page.getByRole('textbox', { name: 'Negative prompt' })).toHaveValue('Nebel');

  const unsure = {
    ...graph,
    2: node('CLIPTextEncode', { text: ['6', 0] }),
    6: node('OllamaGenerate', { prompt: 'write' }),
  };
  await drop(page, 'unsure.png', 'image/png', await picture({ prompt: JSON.stringify(unsure) }));
  await expect(dialog).toContainText('the prompt cannot be read');
  await expect(dialog.getByRole('button', { name: 'Prompt only' })).toBeDisabled();
  await dialog.getByRole('button', { name: 'Fill in everything' }).click();
  await expect(prompt).toHaveValue('ein grüner Frosch');

  const huge = await picture({});
  new DataView(huge.buffer).setUint32(16, 30_000);
  new DataView(huge.buffer).setUint32(20, 30_000);
  await drop(page, 'huge.png', 'image/png', huge);
  await expect(dialog.getByRole('alert')).toContainText('A picture of 30000 × 30000 is too large');
});
