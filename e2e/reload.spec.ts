import type { Page } from '@playwright/test';
import { holdAnswers, untilHeld } from './hold-answers.ts';
import { waitUntilKeptOffline } from './kept-offline.ts';
import { expect, test } from './studio-page.ts';

test('a reload loses nothing: conversation, draft, partial answer', async ({ studio }) => {
  const { page } = studio;
  await studio.open();
  await studio.ask('What can I do here?');
  const before = await (await studio.answer()).innerText();
  await page.getByRole('textbox', { name: 'Message' }).fill('half a thought');
  await page.reload();
  await expect(page.getByRole('article', { name: 'You' })).toHaveText('What can I do here?');
  await expect(await studio.answer()).toHaveText(before, { useInnerText: true });
  await expect(page.getByRole('textbox', { name: 'Message' })).toHaveValue('half a thought');
});

/** What the store has of the answer, whether it is whole or not. */
function readStoredAnswer(page: Page): Promise<string> {
  return page.evaluate(
    () =>
      new Promise<string>((resolve, reject) => {
        const opening = indexedDB.open('triptych');
        opening.onerror = () => reject(new Error('no database'));
        opening.onsuccess = () => {
          const reading = opening.result.transaction('messages').objectStore('messages').getAll();
          reading.onsuccess = () => {
            opening.result.close();
            const rows = reading.result as { role: string; content: string }[];
            resolve(rows.find(({ role }) => role === 'assistant')?.content ?? '');
          };
        };
      }),
  );
}

test('an answer cut off by a reload keeps what was written', async ({ studio }) => {
  const { page } = studio;
  await studio.open();
  await holdAnswers(page);
  await studio.ask('Hero image for a bakery, warm light');
  await untilHeld(page);
  // The store trails the screen by half a second.
  await expect.poll(() => readStoredAnswer(page)).toMatch(/\w{3,}/);
  await page.reload();
  const answer = await studio.answer();
  await expect(answer).toContainText('Stopped');
  await answer.getByRole('button', { name: 'Regenerate' }).click();
  await expect(await studio.answer()).toContainText('tokens/s');
  await expect(page.getByLabel('Answer 2 of 2')).toBeVisible();
});

test('works offline on the second visit', async ({ studio, context }) => {
  const { page } = studio;
  await studio.open();
  await studio.ask('Tagline for a bakery');
  await studio.answer();
  await waitUntilKeptOffline(page);
  await context.setOffline(true);
  await page.reload();
  await expect(page.getByRole('article', { name: 'You' })).toHaveText('Tagline for a bakery');
  await studio.ask('Tagline for a bicycle shop');
  await expect(await studio.answer()).toContainText(/Guide · wasm q8/);
  await page.getByRole('link', { name: 'Settings' }).click();
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible();
});
