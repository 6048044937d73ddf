import { expect, test, type StudioPage } from './studio-page.ts';

const ASK = 'Three picture ideas for a reading club, with a fox';

/** An answer of the guide with picture ideas in it. */
async function askForIdeas({ page, open }: StudioPage): Promise<void> {
  await open('/#/chat');
  await page.getByRole('textbox', { name: 'Message' }).fill(ASK);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Draw this' }).first()).toBeVisible({
    timeout: 60_000,
  });
}

test('an idea from chat goes to Images and to Studio in one press, and each leads back', async ({
  studio,
}) => {
  const { page } = studio;
  await askForIdeas(studio);
  const back = page.getByRole('link', { name: ASK });
  const prompt = await page
    .getByRole('button', { name: 'Draw this' })
    .first()
    .getAttribute('title');

  await page.getByRole('button', { name: 'Open in Images' }).first().click();
  await expect(page.getByRole('textbox', { name: 'Prompt', exact: true })).toHaveValue(
    prompt ?? '',
  );
  await expect(page.getByText('From the conversation')).toBeVisible();
  await studio.checkAccessibility();
  await page.goBack();

  await page.getByRole('button', { name: 'Open in Studio' }).first().click();
  await expect(page.getByRole('textbox', { name: 'Brief' })).toHaveValue(prompt ?? '');
  await expect(page.getByRole('radio', { name: 'From the conversation' })).toBeChecked();
  await studio.checkAccessibility();
  await back.click();
  await expect(page.getByRole('button', { name: 'Draw this' }).first()).toBeVisible();

  await page.getByRole('button', { name: 'More for this answer' }).click();
  await page.getByRole('menuitem', { name: 'Open in Speech' }).click();
  await expect(back).toBeVisible();
  await page.evaluate(() => {
    const { chatStore } = globalThis.triptych;
    const { conversations, remove } = chatStore.getState();
    return remove(conversations?.[0]?.id ?? '');
  });
  await expect(page.getByText('The conversation this came from has been deleted.')).toBeVisible();
});

test('a picture with a note is found by it, and cut to sizes in Studio without drawing', async ({
  studio,
}) => {
  const { page } = studio;
  await studio.open('/#/gallery');
  await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(300, 200);
    canvas.getContext('2d')?.fillRect(40, 40, 80, 80);
    const parameters = {
      prompt: 'a fox',
      seed: 7,
      numInferenceSteps: 4,
      guidanceScale: 2,
      scheduler: 'ddim',
      width: 300,
      height: 200,
      model: 'triptych/stickers',
      task: 'text-to-image' as const,
    };
    await globalThis.triptych.library.add(await canvas.convertToBlob(), parameters);
  });
  const pictures = page.getByRole('list', { name: 'Pictures', exact: true });
  await pictures.getByRole('button').first().click();
  await page.getByRole('textbox', { name: 'Note' }).fill('Newsletter in May');
  await expect(page.getByRole('button', { name: 'Remove the note' })).toBeVisible();
  await studio.checkAccessibility();
  await page.reload();
  await page.getByRole('searchbox').fill('newsletter');
  await expect(pictures.getByRole('listitem')).toHaveCount(1);

  await page.getByRole('button', { name: 'More for a fox' }).click();
  await page.getByRole('menuitem', { name: 'Open in Studio' }).click();
  await expect(page.getByRole('radio', { name: 'Your picture' })).toBeChecked();
  await expect(page.getByText('Nothing is drawn again.')).toBeVisible();
  await page.getByRole('link', { name: 'a fox' }).click();
  await expect(page.getByRole('textbox', { name: 'Note' })).toHaveValue('Newsletter in May');
});
