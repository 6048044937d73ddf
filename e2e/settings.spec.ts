import { readFile } from 'node:fs/promises';
import { encodePng } from '../src/engine/images/png.ts';
import { expect, test, type StudioPage } from './studio-page.ts';

/** A conversation, a picture and a preset. */
async function makeThings({ page, open }: StudioPage): Promise<void> {
  await open('/#/gallery');
  const picture = { width: 8, height: 8, data: new Uint8ClampedArray(8 * 8 * 4).fill(200) };
  const buffer = Buffer.from(await encodePng(picture, []));
  await page
    .getByLabel('Picture files')
    .setInputFiles({ name: 'grey.png', mimeType: 'image/png', buffer });
  await expect(
    page.getByRole('list', { name: 'Pictures' }).getByRole('button').first(),
  ).toBeVisible();
  await page.evaluate(async () => {
    const common = { conversationId: 'c', createdAt: 1, state: 'complete' };
    const messages = [
      { ...common, id: 'q', parentId: null, role: 'user', content: 'Why?' },
      { ...common, id: 'a', parentId: 'q', role: 'assistant', content: 'Because.' },
    ];
    const conversation = {
      id: 'c',
      title: 'Why is it so?',
      createdAt: 1,
      updatedAt: 1,
      leafId: 'a',
    };
    const file = {
      format: 'triptych-conversations',
      version: 1,
      conversations: [{ conversation, messages }],
    };
    await globalThis.triptych.chatStore.getState().importFile(new Blob([JSON.stringify(file)]));
    await globalThis.triptych.values('readwrite', async (store) => {
      store.put('a key', 'signing-identity');
    });
  });
}
/** Whether there is a key that signs pictures. */
const hasKey = ({ page }: StudioPage) =>
  page.evaluate(() =>
    globalThis.triptych.values('readonly', async (store) => {
      const request = store.count('signing-identity');
      await new Promise((resolve) => (request.onsuccess = resolve));
      return request.result > 0;
    }),
  );
const countThings = ({ page }: StudioPage) =>
  page.evaluate(async () => {
    const { stores } = globalThis.triptych;
    const lists = [stores.conversations.list(), stores.pictures.list(), stores.jobs.list()];
    return (await Promise.all(lists)).map(({ length }) => length);
  });

test('everything is backed up, deleted and restored without duplicates', async ({ studio }) => {
  const { page } = studio;
  await makeThings(studio);
  await studio.open('/#/settings');
  await page.getByRole('radio', { name: 'Dark' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Back up everything' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^Triptych backup .*\.zip$/);
  await expect(page.getByText('The backup has 1 conversation and 1 picture')).toBeVisible();
  const buffer = await readFile(await download.path());
  expect(await hasKey(studio)).toBe(true);

  await page.getByRole('button', { name: 'Delete everything' }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete everything' });
  await expect(dialog.getByRole('button', { name: 'Delete everything now' })).toBeDisabled();
  await studio.checkAccessibility();
  await dialog.getByRole('textbox').fill('Delete');
  // What is being made meanwhile goes too.
  await page.evaluate(() => {
    const { chatStore, imagesStore } = globalThis.triptych;
    void chatStore.getState().send('Write a tagline for a bakery');
    imagesStore.getState().drawIdea({ prompt: 'a fox', negativePrompt: '' });
  });
  await expect.poll(async () => (await countThings(studio))[2]).toBe(1);
  await dialog.getByRole('button', { name: 'Delete everything now' }).click();
  await page.waitForFunction(
    () => 'triptych' in globalThis && !sessionStorage.getItem('triptych.delete-everything'),
  );
  await studio.open('/#/settings');
  expect(await countThings(studio)).toEqual([0, 0, 0]);
  expect(await page.evaluate(() => localStorage.getItem('triptych.settings'))).toBeNull();
  expect(await page.evaluate(() => globalThis.triptych.models.readInstalled())).toEqual([]);
  expect(await hasKey(studio)).toBe(false);

  const restore = (content: Buffer) =>
    page
      .getByLabel('Backup to restore')
      .setInputFiles({ name: 'b.zip', mimeType: 'application/zip', buffer: content });
  await restore(buffer.subarray(0, buffer.length - 30));
  await expect(page.getByRole('alert')).toContainText(
    'not a complete Triptych backup. Nothing was changed.',
  );
  await restore(buffer);
  await expect(page.getByText('Restored 1 conversation and 1 picture.')).toBeVisible();
  await expect(page.getByRole('radio', { name: 'Dark' })).toBeChecked();
  await restore(buffer);
  await expect(page.getByText('2 were already here.')).toBeVisible();
  expect(await countThings(studio)).toEqual([1, 1, 0]);
  await studio.open('/#/gallery');
  await expect(page.getByRole('list', { name: 'Pictures' }).getByRole('img')).toHaveCount(1);
});

test('Models and Settings show the same storage figure', async ({ studio }) => {
  const { page } = studio;
  await studio.open('/#/models');
  await page.evaluate(() => globalThis.triptych.models.install('tiny/llama', { device: 'wasm' }));
  const figure = async (pattern: RegExp) =>
    pattern.exec((await page.getByRole('main').textContent()) ?? '')?.[1];
  await expect(page.getByRole('region', { name: 'Storage' })).toBeVisible();
  const inModels = await figure(/Models take (.+?) of the/);
  await page.getByRole('link', { name: 'Settings' }).click();
  await expect(page.getByRole('region', { name: 'Storage' })).toContainText('Triptych uses');
  expect(inModels).toBeDefined();
  await expect.poll(() => figure(/here: (.+?) for models/)).toBe(inModels);
  const kinds = page.getByRole('list', { name: 'Storage by kind' });
  await expect(kinds.getByRole('listitem').filter({ hasText: 'Models' })).toContainText(
    inModels ?? '',
  );
  await studio.checkAccessibility();
  await kinds.getByRole('button', { name: 'Show: Models' }).click();
  await expect(page.getByRole('region', { name: 'Models' })).toBeVisible();
});

test('the voice and the models can be chosen in Settings', async ({ studio }) => {
  const { page } = studio;
  await studio.open('/#/settings');
  const row = page.getByRole('region', { name: 'Models and voice' });
  await row.getByRole('combobox', { name: 'Voice' }).selectOption({ index: 1 });
  const chosen = await page.evaluate(
    () => globalThis.triptych.settings.getState().speechVoices['triptych/flite'],
  );
  expect(chosen).toBeTruthy();
  await row
    .getByRole('button', { name: /^Model:/ })
    .first()
    .click();
  await expect(page.getByRole('menuitemradio', { name: /^Guide/ })).toBeChecked();
});
