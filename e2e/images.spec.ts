import { readParameters } from '../src/engine/images/metadata/image-metadata.ts';
import { decodePng, encodePng } from '../src/engine/images/png.ts';
import { draw, latest, openImages, plainPicture, save } from './images-page.ts';
import { waitUntilKeptOffline } from './kept-offline.ts';
import { expect, needsWeights, test } from './studio-page.ts';

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
