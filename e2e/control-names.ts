import type { Locator } from '@playwright/test';
import { writeParameters } from '../src/engine/images/metadata/image-metadata.ts';
import { encodePng } from '../src/engine/images/png.ts';
import { SCREENS } from '../src/engine/screens.ts';
import { expect, type StudioPage } from './studio-page.ts';

/**
 * Names of everything that can be pressed or filled in, on every screen and in what they open, in
 * lower case.
 */
export async function collectControlNames(studio: StudioPage): Promise<Set<string>> {
  const names = new Set<string>();
  const collect = () => addNames(studio, names);
  await studio.page.setViewportSize({ width: 1440, height: 900 });
  for (const place of ['', ...SCREENS.map(({ id }) => id)]) {
    await studio.open(`/#/${place}`);
    await collect();
  }
  await walkChat(studio, collect);
  await walkSpeech(studio, collect);
  await walkPictures(studio, collect);
  await walkBulk(studio, collect);
  await walkStudio(studio, collect);
  await walkModels(studio, collect);
  return names;
}

async function addNames({ page }: StudioPage, names: Set<string>): Promise<void> {
  const found = await page.evaluate(() =>
    Array.from(
      document.querySelectorAll(
        'a, button, input, textarea, select, summary, label, legend, h1, h2, h3, h4, [role]',
      ),
      (element) => [element.getAttribute('aria-label') ?? '', element.textContent ?? ''],
    ).flat(),
  );
  for (const name of found) names.add(name.trim().toLowerCase());
}

type Collect = () => Promise<void>;

const firstButton = ({ page }: StudioPage, name: string | RegExp) =>
  page.getByRole('button', { name }).first();

/** Opens what these buttons open, one after the other. */
async function openEach(
  { page }: StudioPage,
  buttons: readonly Locator[],
  collect: Collect,
): Promise<void> {
  const opened = page.getByRole('dialog').or(page.getByRole('menu'));
  for (const button of buttons) {
    await button.click();
    await expect(opened.first()).toBeVisible();
    await collect();
    await page.keyboard.press('Escape');
    await expect(opened).toHaveCount(0);
  }
}

async function walkChat(studio: StudioPage, collect: Collect): Promise<void> {
  const { page } = studio;
  await studio.open();
  await studio.ask('Hero image for a bakery, warm light');
  await expect(page.getByRole('button', { name: 'Stop' })).toBeVisible();
  await collect();
  await page.keyboard.press('Escape');
  await studio.answer();
  await collect();
  await studio.ask('Is it private?');
  await (await studio.answer()).getByRole('button', { name: 'Regenerate' }).click();
  await studio.answer();
  await page.getByRole('button', { name: 'Chat settings' }).click();
  await collect();
  // The first answer was stopped, perhaps before its first word, and offers less.
  const lastAnswer = page.getByRole('button', { name: 'More for this answer' }).last();
  const buttons = ['Import and export', /^Model:/, /^More for/].map((name) =>
    firstButton(studio, name),
  );
  await openEach(studio, [...buttons, lastAnswer], collect);
  await page.getByRole('button', { name: /^Device/ }).click();
  await expect(page.getByRole('button', { name: /^Unload/ }).first()).toBeVisible();
  await collect();
  await page.keyboard.press('Escape');
  await showThoughts(studio);
  await collect();
}

/** An answer with thoughts, which no model of the tests has, that was stopped. */
async function showThoughts({ page }: StudioPage): Promise<void> {
  await page.evaluate(async () => {
    const common = { conversationId: 'c', createdAt: 1, state: 'complete' };
    const messages = [
      { ...common, id: 'q', parentId: null, role: 'user', content: 'Why?' },
      {
        ...common,
        id: 'a',
        parentId: 'q',
        role: 'assistant',
        content: 'Prompt: a fox',
        reasoning: 'Hm.',
        state: 'stopped',
      },
    ];
    const conversation = { id: 'c', title: 'Why?', createdAt: 1, updatedAt: 1, leafId: 'a' };
    const file = {
      format: 'triptych-conversations',
      version: 1,
      conversations: [{ conversation, messages }],
    };
    await globalThis.triptych.chatStore.getState().importFile(new Blob([JSON.stringify(file)]));
  });
  await expect(page.getByText('Reasoning', { exact: true })).toBeVisible();
}

async function walkSpeech(studio: StudioPage, collect: Collect): Promise<void> {
  const { page } = studio;
  await studio.open('/#/speech');
  await page
    .getByRole('textbox', { name: 'Text to speak' })
    .fill(`# One\n\n${'One sentence after the other. '.repeat(400)}\n\n# Two\n\nThe end.`);
  await page.getByRole('button', { name: 'Speak', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Stop speaking' })).toBeVisible();
  await collect();
  await page.getByRole('button', { name: 'Stop speaking' }).click();
  await expect(page.getByRole('button', { name: 'Continue speaking' })).toBeVisible();
  await collect();
  const buttons = ['Chapters', 'Save', /^Speed:/].map((name) => firstButton(studio, name));
  await openEach(studio, buttons, collect);
  await page.getByRole('button', { name: /^Voice:/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: /^Alan/ }).click();
  await collect();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Read again with Alan' })).toBeVisible();
  await collect();
  await page.getByRole('button', { name: 'New reading' }).click();
  await expect(page.getByRole('button', { name: 'Undo' })).toBeVisible();
  await collect();
}

async function walkPictures(studio: StudioPage, collect: Collect): Promise<void> {
  const { page } = studio;
  const pixels = { width: 64, height: 64, data: new Uint8ClampedArray(64 * 64 * 4).fill(200) };
  const drawn = async (seed: number) =>
    writeParameters(await encodePng(pixels), {
      prompt: 'grey',
      seed,
      numInferenceSteps: 4,
      guidanceScale: 2,
      scheduler: 'ddim',
      width: 64,
      height: 64,
      model: 'triptych/stickers',
    });
  const describe = (png: Uint8Array) => ({
    name: 'grey.png',
    mimeType: 'image/png',
    buffer: Buffer.from(png),
  });
  const file = describe(await drawn(1));
  // Other bytes: the same picture is taken in once.
  const other = describe(await drawn(2));
  await studio.open('/#/gallery');
  await page.getByLabel('Picture files').setInputFiles([file, other]);
  const pictures = page.getByRole('list', { name: 'Pictures' });
  await expect(pictures.getByRole('img').first()).toBeVisible();
  await collect();
  await page.getByRole('button', { name: 'Select several' }).click();
  await collect();
  await page.getByRole('button', { name: 'Done' }).click();
  await pictures.getByRole('button').first().click();
  await expect(page.getByRole('button', { name: 'Upscale' })).toBeVisible();
  await collect();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('radio', { name: 'JPEG' }).click();
  await collect();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Variations' }).click();
  await collect();
  await page.keyboard.press('Escape');
  // A model that has all settings; its form needs no weights.
  await page.evaluate(() =>
    globalThis.triptych.settings
      .getState()
      .change({ imageModel: 'nmkd/stable-diffusion-1.5-onnx-fp16' }),
  );
  await studio.open('/#/images');
  await expect(page.getByRole('button', { name: 'Draw', exact: true })).toBeVisible();
  await collect();
  await page.getByLabel('Picture file', { exact: true }).setInputFiles(file);
  await expect(
    page.getByRole('dialog').getByRole('button', { name: 'Fill in everything' }),
  ).toBeVisible();
  await collect();
  await page.getByRole('button', { name: 'Start from this picture' }).click();
  await expect(page.getByRole('button', { name: 'Mask an area' })).toBeVisible();
  await page.getByRole('button', { name: 'Extend' }).click();
  await collect();
}

async function walkBulk(studio: StudioPage, collect: Collect): Promise<void> {
  const { page } = studio;
  await studio.open('/#/bulk');
  await page.getByRole('button', { name: 'Try with an example' }).click();
  await page.getByRole('button', { name: 'Square thumbnails' }).click();
  await collect();
  await openEach(
    studio,
    ['Add a step', 'Recipes'].map((name) => firstButton(studio, name)),
    collect,
  );
  await page.getByRole('button', { name: /^Process/ }).click();
  await expect(page.getByRole('button', { name: 'Save zip' })).toBeVisible();
  await collect();
}

async function walkStudio(studio: StudioPage, collect: Collect): Promise<void> {
  const { page } = studio;
  await page.evaluate(() =>
    globalThis.triptych.settings.getState().change({ imageModel: 'triptych/stickers' }),
  );
  await studio.open('/#/studio');
  await page.getByRole('button', { name: /^A cheerful fox/ }).click();
  const chosen = page.getByRole('group', { name: 'Sizes' }).getByRole('button', { pressed: true });
  await expect(chosen.first()).toBeVisible();
  for (let left = await chosen.count(); left > 0; left--) await chosen.first().click();
  await page.getByRole('button', { name: 'Avatar' }).click();
  await collect();
  await openEach(studio, [firstButton(studio, /^Sets:/)], collect);
  await page.getByRole('button', { name: 'Draw the set' }).click();
  await expect(page.getByRole('button', { name: 'Save zip' })).toBeVisible({ timeout: 90_000 });
  await openEach(studio, [firstButton(studio, 'Open Avatar')], collect);
}

/**
 * A download that waits and one that fails, so that what can be done with them is there; and a
 * model that is here.
 */
async function walkModels(studio: StudioPage, collect: Collect): Promise<void> {
  const { page } = studio;
  await page.context().route('**/hub/tiny/llama/resolve/**/model_q4.onnx', () => undefined);
  await page.context().route('https://huggingface.co/**', (route) => route.abort());
  await studio.open('/#/models');
  await openEach(studio, [firstButton(studio, 'More for Guide')], collect);
  await page.getByRole('button', { name: 'Download llama', exact: true }).click();
  await page.getByRole('button', { name: 'Download SmolLM2 360M', exact: true }).click();
  await expect(page.getByRole('button', { name: /^Pause the/ }).first()).toBeVisible();
  await expect(page.getByRole('button', { name: /^Continue the/ }).first()).toBeVisible();
  await collect();
}
