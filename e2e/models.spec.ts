import { expect, test } from './studio-page.ts';

test('a model of the mirror is downloaded, paused, resumed, used, deleted and kept', async ({ studio, context }) => {
  const { page } = studio;
  let isHeld = true;
  await context.route('**/hub/tiny/llama/resolve/**/model_q4.onnx', async (route) => {
    while (isHeld) await new Promise((resolve) => setTimeout(resolve, 50));
    await route.continue().catch(() => undefined);
  });
  await studio.open('/#/models');
  const card = page.getByRole('listitem', { name: 'llama', exact: true });
  await card.getByRole('button', { name: 'Download llama', exact: true }).click();
  await expect(card.getByRole('progressbar')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Downloads' })).toContainText('llama');
  await studio.checkAccessibility();
  await card.getByRole('button', { name: /^Pause/ }).click();
  await expect(card).toContainText(/Paused at .* of \d+ kB/);
  isHeld = false;
  await card.getByRole('button', { name: 'Resume the download of llama' }).click();
  await card.getByRole('button', { name: 'Chat with llama' }).click();
  await expect(page.getByRole('button', { name: 'Model: llama' })).toBeVisible();
  await studio.ask('Hello');
  await expect(page.getByRole('article', { name: 'Answer' })).toContainText(/wasm q4|Stop/, { timeout: 60_000 });
  await page.keyboard.press('Escape');

  await page.getByRole('link', { name: 'Models' }).click();
  const remove = async () => {
    await card.getByRole('button', { name: 'More for llama' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
  };
  await remove();
  await card.getByRole('button', { name: 'Undo deleting llama' }).click();
  await expect(card.getByRole('button', { name: 'Chat with llama' })).toBeVisible();
  await remove();
  await expect(card.getByRole('button', { name: 'Download llama', exact: true })).toBeVisible({ timeout: 15_000 });
});

test('a chosen model that is gone is a sentence with the way to get it', async ({ studio }) => {
  const { page } = studio;
  await studio.open('/#/settings');
  await page.evaluate(() => localStorage.setItem('triptych.settings', JSON.stringify({ chatModel: 'tiny/llama' })));
  await page.reload();
  await page.getByRole('link', { name: 'Chat' }).click();
  await studio.ask('Hello');
  await (await studio.answer()).getByRole('button', { name: 'Open Models' }).click();
  await expect(page.getByRole('heading', { name: 'Models', exact: true })).toBeVisible();
});
