import { expect, test, type StudioPage } from './studio-page.ts';

/** While a download is shown, nothing lies over what one presses. */
async function expectNothingCovered({ page }: StudioPage): Promise<void> {
  const size = page.viewportSize();
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 800 });
    await page.goto('/#/chat');
    await page.getByRole('textbox', { name: 'Message' }).fill('Hello');
    await page.getByRole('button', { name: 'Send' }).click({ trial: true });
    await page.goto('/#/speech');
    await page.getByRole('textbox', { name: 'Text' }).fill('Hello');
    await page.getByRole('button', { name: 'Speak' }).click({ trial: true });
    await expect(page.getByRole('region', { name: 'Downloads' })).toContainText('llama');
  }
  if (size) await page.setViewportSize(size);
  await page.goto('/#/models');
}

test('a mirrored model is downloaded, paused, resumed, used, deleted and restored', async ({
  studio,
  context,
}) => {
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
  await expectNothingCovered(studio);
  await studio.checkAccessibility();
  await card.getByRole('button', { name: /^Pause/ }).click();
  await expect(card).toContainText(/Paused at .* of \d+ kB/);
  isHeld = false;
  await card.getByRole('button', { name: 'Continue the download of llama' }).click();
  await card.getByRole('button', { name: 'Chat with llama' }).click();
  await expect(page.getByRole('button', { name: 'Model: llama' })).toBeVisible();
  await studio.ask('Hello');
  await expect(page.getByRole('article', { name: 'Answer' })).toContainText(/wasm q4|Stop/, {
    timeout: 60_000,
  });
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
  await expect(card.getByRole('button', { name: 'Download llama', exact: true })).toBeVisible({
    timeout: 15_000,
  });
});

test('a missing model is explained, with a way to get it', async ({ studio }) => {
  const { page } = studio;
  await studio.open('/#/settings');
  await page.evaluate(() =>
    localStorage.setItem('triptych.settings', JSON.stringify({ chatModel: 'tiny/llama' })),
  );
  await page.reload();
  await page.getByRole('link', { name: 'Chat' }).click();
  await studio.ask('Hello');
  await (await studio.answer()).getByRole('button', { name: 'Open Models' }).click();
  await expect(page.getByRole('heading', { name: 'Models', exact: true })).toBeVisible();
});

test('models are narrowed down by keyboard, and what failed here says so', async ({ studio }) => {
  const { page } = studio;
  await studio.open('/#/models');
  await page.evaluate(() =>
    localStorage.setItem(
      'triptych.model-failures',
      JSON.stringify({ 'tiny/llama': { code: 'out_of_memory', at: Date.now() } }),
    ),
  );
  await page.reload();
  const card = (name: string) => page.getByRole('listitem', { name, exact: true });
  await expect(card('llama')).toContainText('it did not fit into memory');
  await expect(page.getByText('Recommended.').first()).toBeVisible();

  await page.getByRole('searchbox', { name: 'Find a model' }).focus();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('combobox', { name: 'Task' })).toBeFocused();
  await page.keyboard.type('Speech');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Welsh');
  await expect(card('Piper')).toBeVisible();
  await expect(card('Kokoro 82M')).toBeHidden();
  await expect(page.getByText(/^1 of \d+ models$/)).toBeVisible();
  await studio.checkAccessibility();

  await page.getByRole('button', { name: 'Show all' }).click();
  await page.getByRole('checkbox', { name: 'Only what runs here' }).check();
  await expect(card('llama')).toBeHidden();
  await expect(card('Kokoro 82M')).toBeVisible();
});
