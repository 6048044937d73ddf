import { encodePng } from '../src/engine/images/png.ts';
import { expect, test, type StudioPage } from './studio-page.ts';

/** Two conversations with the guide, the later one open. */
async function haveTwoConversations({ page, open, ask, answer }: StudioPage): Promise<void> {
  await open('/#/chat');
  await ask('What can I do here?');
  await answer();
  await page.getByRole('button', { name: 'New chat' }).first().click();
  await ask('Hello');
  await answer();
}

const FIRST = 'What can I do here?';

test('Back and Forward step through conversations one at a time, and the tab title follows', async ({
  studio,
}) => {
  const { page } = studio;
  await haveTwoConversations(studio);
  await expect(page).toHaveTitle('Hello – Triptych');
  const list = page.getByRole('navigation', { name: 'Conversations' });
  await list.getByRole('link', { name: FIRST }).click();
  await expect(page).toHaveTitle(`${FIRST} – Triptych`);
  await list.getByRole('link', { name: 'Hello' }).click();
  await expect(page).toHaveTitle('Hello – Triptych');
  await page.goBack();
  await expect(page).toHaveTitle(`${FIRST} – Triptych`);
  await expect(page.getByRole('article', { name: 'Answer' })).toBeVisible();
  await page.goForward();
  await expect(page).toHaveTitle('Hello – Triptych');
  await page.goBack();
  await page.goBack();
  await expect(page).toHaveTitle('Hello – Triptych');
  await page.goBack();
  // The empty chat gave its place to the conversation that began there.
  await expect(page).toHaveTitle(`${FIRST} – Triptych`);
});

test('Back closes a picture but not the gallery; a closed picture leaves no history entry', async ({
  studio,
}) => {
  const { page } = studio;
  await studio.open('/#/models');
  await page.getByRole('link', { name: 'Gallery' }).click();
  await expect(page).toHaveTitle('Gallery – Triptych');
  const picture = { width: 8, height: 8, data: new Uint8ClampedArray(8 * 8 * 4).fill(200) };
  const buffer = Buffer.from(await encodePng(picture, []));
  await page
    .getByLabel('Picture files')
    .setInputFiles({ name: 'grey.png', mimeType: 'image/png', buffer });
  const pictures = page.getByRole('list', { name: 'Pictures' }).getByRole('button');
  const dialog = page.getByRole('dialog');
  await pictures.first().click();
  await expect(dialog).toBeVisible();
  await page.goBack();
  await expect(dialog).toBeHidden();
  await expect(page).toHaveURL(/#\/gallery$/);

  await pictures.first().click();
  await expect(dialog).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await page.goBack();
  await expect(page).toHaveTitle('Models – Triptych');
});

test('on a phone, a chosen conversation replaces the list', async ({ studio }) => {
  const { page } = studio;
  await haveTwoConversations(studio);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole('button', { name: 'Conversations' }).click();
  await page.getByRole('dialog').getByRole('link', { name: FIRST }).click();
  await expect(page).toHaveTitle(`${FIRST} – Triptych`);
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.goBack();
  await expect(page).toHaveTitle('Hello – Triptych');
  await page.getByRole('button', { name: 'Conversations' }).click();
  await page.goBack();
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(page).toHaveTitle('Hello – Triptych');
});
