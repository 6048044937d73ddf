import { guideTexts, isTextTrue, listControlNames } from '../src/engine/chat/guide/guide-texts.ts';
import { SURROUNDINGS } from '../src/engine/chat/guide-chat-engine.ts';
import { expect, test } from './studio-page.ts';

/** Names of everything that can be pressed or filled in, on every screen and in what they open. */
test('every control that a text of the guide names is there', async ({ studio, context }) => {
  const { page } = studio;
  await page.setViewportSize({ width: 1440, height: 900 });
  const names = new Set<string>();
  const collect = async () => {
    const found = await page.evaluate(() =>
      Array.from(
        document.querySelectorAll('a, button, input, textarea, summary, label, h1, h2, h3, h4, [role]'),
        (element) => [element.getAttribute('aria-label') ?? '', element.textContent ?? ''],
      ).flat(),
    );
    for (const name of found) names.add(name.trim().toLowerCase());
  };
  // A download that waits, and one that fails, so that what can be done with them is there.
  await context.route('**/hub/tiny/llama/resolve/**/model_q4.onnx', () => undefined);
  await context.route('https://huggingface.co/**', (route) => route.abort());
  await studio.open();
  await collect();
  await studio.ask('Hero image for a bakery, warm light');
  await expect(page.getByRole('button', { name: 'Stop' })).toBeVisible();
  await collect();
  await studio.answer();
  await studio.ask('Is it private?');
  await studio.answer();
  await page.getByRole('button', { name: 'Chat settings' }).click();
  await collect();
  for (const open of ['Import and export', /^Model:/, /^More for/, /^Device/]) {
    await page.getByRole('button', { name: open }).first().click();
    await collect();
    await page.keyboard.press('Escape');
  }
  await studio.open('/#/images');
  await expect(page.getByRole('button', { name: 'Generate' })).toBeVisible();
  await collect();
  for (const place of ['', 'images', 'speech', 'gallery']) {
    await studio.open(`/#/${place}`);
    await expect(page.getByRole('heading', { level: 1 })).toBeAttached();
    await collect();
  }
  await studio.open('/#/settings');
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible();
  await collect();
  await studio.open('/#/models');
  await page.getByRole('button', { name: 'Download llama', exact: true }).click();
  await page.getByRole('button', { name: 'Download SmolLM2 360M', exact: true }).click();
  await expect(page.getByRole('button', { name: /^Pause the/ }).first()).toBeVisible();
  await expect(page.getByRole('button', { name: /^Resume the/ }).first()).toBeVisible();
  await collect();
  const all = [...names];
  const missing = guideTexts
    .filter((text) => isTextTrue(text, SURROUNDINGS))
    .flatMap(({ id, text }) => listControlNames(text).map((name) => ({ id, name })))
    .filter(({ name }) => !all.some((known) => known.includes(name.toLowerCase())));
  expect(missing).toEqual([]);
});
