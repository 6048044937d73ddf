import { holdAnswers } from './hold-answers.ts';
import { expect, test } from './studio-page.ts';

test('a worker killed mid-answer restarts, and the conversation is intact', async ({ studio }) => {
  const { page } = studio;
  await studio.open();
  await studio.ask('What can I do here?');
  await studio.answer();
  await holdAnswers(page);
  await studio.ask('Hero image for a bakery, warm light');
  await expect(page.getByRole('article', { name: 'Answer' }).nth(1)).toContainText(/\w{3,}/);
  const worker = page.workers().find((candidate) => candidate.url().includes('chat.worker'));
  await worker?.evaluate(() => self.close()).catch(() => undefined);
  await page.evaluate(() => globalThis.releaseAnswer());

  const alert = page.getByRole('alert');
  await expect(alert).toContainText('stopped unexpectedly');
  await expect(alert).toContainText('engine_crashed');
  await expect(page.getByRole('article', { name: 'You' })).toHaveCount(2);
  await studio.checkAccessibility();
  await alert.getByRole('button', { name: 'Try again' }).click();
  await expect(await studio.answer()).toContainText('tokens/s');
  await expect(page.getByRole('alert')).toHaveCount(0);
});
