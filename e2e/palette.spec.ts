import { expect, test } from './studio-page.ts';

test('the palette finds conversations by their text, pictures, models, voices and settings', async ({
  studio,
}) => {
  const { page } = studio;
  await studio.open();
  await page.evaluate(async () => {
    const { stores, chatStore, library } = globalThis.triptych;
    const common = {
      conversationId: 'c',
      createdAt: 1,
      state: 'complete',
      parentId: null,
      role: 'user',
    } as const;
    const conversation = { id: 'c', title: 'Holidays', createdAt: 1, updatedAt: 1, leafId: 'q' };
    await stores.conversations.save(conversation, {
      ...common,
      id: 'q',
      content: 'Where do Puffins nest?',
    });
    await chatStore.getState().restore();
    const canvas = new OffscreenCanvas(8, 8);
    canvas.getContext('2d');
    const parameters = {
      prompt: 'a puffin on a cliff',
      seed: 1,
      numInferenceSteps: 1,
      guidanceScale: 1,
      scheduler: 'euler',
      width: 8,
      height: 8,
      model: 'triptych/stickers',
    };
    await library.add(await canvas.convertToBlob(), parameters);
  });
  const find = async (words: string) => {
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Command palette' }).fill(words);
  };
  const group = (name: string) => page.getByRole('group', { name });
  await find('puffin');
  await expect(group('Conversations').getByRole('option', { name: /^Holidays/ })).toBeVisible();
  await studio.checkAccessibility();
  await group('Pictures')
    .getByRole('option', { name: /a puffin on a cliff/ })
    .click();
  await expect(page).toHaveURL(/#\/gallery$/);
  await expect(
    page.getByRole('dialog').getByRole('img', { name: 'a puffin on a cliff' }),
  ).toBeVisible();
  await page.keyboard.press('Escape');

  await find('qwen3 0.6');
  await group('Models').getByRole('option').first().click();
  await expect(page.getByRole('listitem', { name: 'Qwen3 0.6B', exact: true })).toBeVisible();
  await expect(page.getByRole('listitem', { name: 'Kokoro 82M' })).toBeHidden();

  await find('backup');
  await group('Settings').getByRole('option', { name: 'Backup' }).click();
  await expect(page.getByRole('region', { name: 'Backup' })).toBeInViewport();
  await expect(page.getByRole('region', { name: 'Backup' })).toBeFocused();

  await find('flite');
  await group('Voices').getByRole('option').nth(1).click();
  await expect(page.getByRole('button', { name: /^Voice:/ })).toBeVisible();
});

test('every setting named in the palette exists', async ({ studio }) => {
  const { page } = studio;
  await studio.open('/#/settings');
  const rows = await page
    .getByRole('main')
    .locator('section section')
    .evaluateAll((sections) => sections.map((section) => section.getAttribute('aria-label')));
  await page.keyboard.press('Control+k');
  for (const row of rows) {
    await page.getByRole('combobox', { name: 'Command palette' }).fill(row ?? '');
    await expect(
      page
        .getByRole('group', { name: 'Settings' })
        .getByRole('option', { name: row ?? '', exact: true }),
    ).toBeVisible();
  }
});
