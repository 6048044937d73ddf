import { holdAnswers, untilHeld } from './hold-answers.ts';
import { expect, test } from './studio-page.ts';

test('a worker killed mid-answer restarts, and the conversation is intact', async ({ studio }) => {
  const { page } = studio;
  await studio.open();
  await studio.ask('What can I do here?');
  await studio.answer();
  // More words than are read ahead: the worker still has to write when it is killed.
  await page.evaluate(() => globalThis.triptych.models.install('tiny/llama', { device: 'wasm' }));
  await page.evaluate(async () => {
    globalThis.triptych.settings.getState().change({ chatModel: 'tiny/llama' });
    await globalThis.triptych.chatStore.getState().changeSettings({ maxTokens: 100 });
  });
  await holdAnswers(page);
  await studio.ask('And what else?');
  await untilHeld(page);
  const workers = page.workers().filter((worker) => worker.url().includes('chat.worker'));
  // The one before, of another model, may still be listed.
  for (const worker of workers) await worker.evaluate(() => self.close()).catch(() => undefined);
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

test('a model that does not answer Stop is ended and named, and the next answer is another’s', async ({
  studio,
}) => {
  const { page } = studio;
  await studio.open();
  await page.evaluate(() => globalThis.triptych.models.install('tiny/treacle', { device: 'wasm' }));
  const choose = (model: string) =>
    page.evaluate(
      (chatModel) => globalThis.triptych.settings.getState().change({ chatModel }),
      model,
    );
  await choose('tiny/treacle');
  await studio.ask('Tell me');
  await page.waitForFunction(
    () => globalThis.triptych.chat.resident.getState()?.model === 'tiny/treacle',
  );
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  const notice = page.getByRole('status').filter({ hasText: /^treacle:/ });
  await expect(notice).toContainText('still computing 2 seconds after Stop');
  await expect(await studio.answer()).toContainText('Stopped');
  await studio.checkAccessibility();
  await choose('triptych/guide');
  await studio.ask('Is it private?');
  await expect(await studio.answer()).toContainText('leaves this page');

  await page.reload();
  await page.getByRole('link', { name: 'Models' }).click();
  const card = page.getByRole('listitem', { name: 'treacle' });
  await expect(card).toContainText('did not answer Stop within 2 seconds and was ended');
  await expect(card.getByRole('button', { name: 'Try again' })).toBeVisible();
  await studio.checkAccessibility();
});
