import { waitUntilKeptOffline } from './kept-offline.ts';
import { expect, test } from './studio-page.ts';

/** Of the voices that write-fixtures.ts makes, German is the first, and Chinese another. */
const MODEL = 'tiny/piper';

test('a Piper voice brings the phoneme data of its language, says why it cannot, and speaks offline', async ({
  studio,
  context,
}) => {
  const { page } = studio;
  const brought: string[] = [];
  context.on('request', (request) => {
    const [, path] = request.url().split('/espeak-ng-languages/data/');
    if (path) brought.push(path);
  });
  await studio.open('/#/models');
  const card = page.getByRole('listitem', { name: MODEL });
  await card.getByRole('button', { name: /^Download/ }).click();
  await card.getByRole('button', { name: /^Speak with/ }).click();
  expect(brought.sort()).toEqual(['de_dict', 'lang/de']);

  const speak = async (text: string) => {
    await page.getByRole('textbox', { name: 'Text to speak' }).fill(text);
    await page.getByRole('button', { name: 'Speak', exact: true }).click();
    await expect(page.getByText(/times as fast as speech|real-time factor/)).toBeVisible();
  };
  await speak('Guten Morgen.');

  await page.getByRole('button', { name: /^Voice: / }).click();
  const dialog = page.getByRole('dialog', { name: `${MODEL} voices` });
  await dialog.getByLabel('Language').selectOption({ label: 'Chinese (China)' });
  await expect(dialog.getByRole('listitem')).toHaveCount(1);
  await context.route('**/cmn_dict', (route) => route.fulfill({ status: 404 }));
  const hear = dialog.getByRole('button', { name: /^Hear/ });
  await hear.click();
  await expect(dialog.getByRole('alert')).toContainText(
    'this site lacks a file of eSpeak NG languages',
  );
  await studio.checkAccessibility();
  await context.unroute('**/cmn_dict');
  await hear.click();
  await expect(dialog.getByRole('button', { name: /^Stop/ })).toBeVisible();
  await expect(hear, 'the sample ends').toBeVisible();
  await expect(dialog.getByRole('alert')).toBeHidden();
  expect(brought).toContain('cmn_dict');
  await dialog.getByRole('button', { name: /^Tiny/ }).click();
  await page.keyboard.press('Escape');

  await page.evaluate(() => globalThis.triptych.serviceWorker.keepRuntime('wasm', false));
  await waitUntilKeptOffline(page);
  await context.setOffline(true);
  await page.reload();
  await page.getByRole('button', { name: 'New reading' }).click();
  await speak('你好，世界。');
});
