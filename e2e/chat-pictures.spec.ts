import type { Page } from '@playwright/test';
import { expect, test } from './studio-page.ts';

/** A red square with a blue corner. */
async function drawPicture(page: Page): Promise<Buffer> {
  const bytes = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(48, 48);
    const context = canvas.getContext('2d');
    if (!context) throw new Error('There is no canvas.');
    context.fillStyle = 'red';
    context.fillRect(0, 0, 48, 48);
    context.fillStyle = 'blue';
    context.fillRect(24, 24, 24, 24);
    return [...new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())];
  });
  return Buffer.from(bytes);
}

test('a picture is attached, kept over a reload, asked about, and shown with the question', async ({
  studio,
}) => {
  const { page, complaints } = studio;
  await studio.open();
  const picture = { name: 'square.png', mimeType: 'image/png', buffer: await drawPicture(page) };
  const picker = page.getByLabel(/text files to add/i);

  // The built-in guide reads text alone, and says what would look at it.
  await picker.setInputFiles(picture);
  await expect(page.getByRole('alert')).toContainText('reads text, not pictures');

  await page.evaluate(async () => {
    const { models, settings, chatStore } = globalThis.triptych;
    await models.install('tiny/smolvlm', { device: 'wasm' });
    settings.getState().change({ chatModel: 'tiny/smolvlm' });
    await chatStore.getState().changeSettings({ maxTokens: 8 });
  });
  await picker.setInputFiles(picture);
  const attached = page.getByRole('list', { name: 'Attached pictures' });
  await expect(attached.getByRole('img', { name: 'square.png' })).toBeVisible();
  await studio.checkAccessibility();
  await page.reload();
  await expect(attached.getByRole('img', { name: 'square.png' })).toBeVisible();
  await page.getByRole('button', { name: 'Remove square.png' }).click();
  await expect(attached).toBeHidden();

  await picker.setInputFiles(picture);
  await page.getByRole('button', { name: 'Describe it' }).click();
  const question = page.getByRole('article', { name: 'You' });
  await expect(question).toContainText('Describe this picture.');
  await expect(question.getByRole('img', { name: 'square.png' })).toBeVisible();
  await expect(attached).toBeHidden();
  await studio.answer();
  await expect(page.getByRole('alert')).toBeHidden();
  await page.reload();
  await expect(question.getByRole('img', { name: 'square.png' })).toBeVisible();
  expect(complaints).toEqual([]);
});

test('a program on the page asks about a picture', async ({ studio }) => {
  const { page } = studio;
  await studio.open('/#/developers');
  await expect(page.getByText('Answering', { exact: true })).toBeVisible({ timeout: 60_000 });
  await page.evaluate(() => globalThis.triptych.models.install('tiny/smolvlm', { device: 'wasm' }));
  const url = `data:image/png;base64,${(await drawPicture(page)).toString('base64')}`;
  const answer = await page.evaluate(async (picture) => {
    const content = [
      { type: 'image_url', image_url: { url: picture } },
      { type: 'text', text: 'What is this?' },
    ];
    const response = await fetch('/v1/chat/completions', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({
        model: 'tiny/smolvlm',
        max_tokens: 4,
        messages: [{ role: 'user', content }],
      }),
    });
    return { status: response.status, body: (await response.json()) as { usage?: object } };
  }, url);
  expect(answer.status).toBe(200);
  expect(answer.body.usage).toMatchObject({ completion_tokens: expect.any(Number) as unknown });
});
