import { latest, openImages } from './images-page.ts';
import { expect, test } from './studio-page.ts';

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
