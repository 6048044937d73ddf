import { writeParameters } from '../src/engine/images/metadata/image-metadata.ts';
import { encodePng } from '../src/engine/images/png.ts';
import { textChunk } from '../src/engine/images/png-chunks.ts';
import { drop, openImages, plainPicture } from './images-page.ts';
import { expect, test } from './studio-page.ts';

test('a dropped picture fills the form (all, prompt or seed); other files are rejected with a reason', async ({
  studio,
}) => {
  const { page } = studio;
  await openImages(studio, { prompt: 'mine', seed: 1, numInferenceSteps: 3 });
  const told = `a castle, sunset\nNegative prompt: fog\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 4242, Size: 512x768, Model: other`;
  const a1111 = await encodePng(plainPicture(16, 16), [textChunk('parameters', told)]);
  const prompt = page.getByRole('textbox', { name: 'Prompt', exact: true });
  const seed = page.getByRole('spinbutton', { name: 'Seed' });

  await drop(page, 'castle.png', 'image/png', a1111);
  const dialog = page.getByRole('dialog', { name: 'A picture' });
  await expect(dialog).toContainText('a castle, sunset');
  await studio.checkAccessibility();
  await dialog.getByRole('button', { name: 'Seed only' }).click();
  await expect(seed).toHaveValue('4242');
  await expect(prompt).toHaveValue('mine');

  await drop(page, 'castle.png', 'image/png', a1111);
  await dialog.getByRole('button', { name: 'Fill in everything' }).click();
  await expect(prompt).toHaveValue('a castle, sunset');
  await expect(page.getByRole('textbox', { name: 'Negative prompt' })).toHaveValue('fog');
  await page.getByText('Steps, guidance and scheduler').click();
  await expect(page.getByRole('spinbutton', { name: 'Steps' })).toHaveValue('20');

  await drop(page, 'notes.txt', 'text/plain', new TextEncoder().encode('no picture'));
  await expect(dialog.getByRole('alert')).toContainText('cannot read this file as a picture');
  await page.keyboard.press('Escape');

  await drop(page, 'plain.png', 'image/png', await encodePng(plainPicture(300, 200)));
  await expect(dialog).toContainText('does not say how it was made');
  await dialog.getByRole('button', { name: 'Start from this picture' }).click();
  await expect(page.getByRole('region', { name: 'Start picture' })).toBeVisible();
});

test('a dropped ComfyUI picture fills in what is certain and names what is not', async ({
  studio,
}) => {
  const { page } = studio;
  await openImages(studio, { prompt: 'mine', negativePrompt: '', seed: 1 });
  const node = (class_type: string, inputs: object) => ({ class_type, inputs });
  const graph = {
    1: node('KSampler', {
      seed: 4242,
      steps: 12,
      cfg: 5,
      positive: ['4', 0],
      negative: ['4', 1],
      latent_image: ['5', 0],
    }),
    2: node('CLIPTextEncode', { text: 'ein grüner Frosch' }),
    3: node('CLIPTextEncode', { text: 'Nebel' }),
    4: node('ControlNetApplyAdvanced', { positive: ['2', 0], negative: ['3', 0] }),
    5: node('EmptyLatentImage', { width: 512, height: 640 }),
  };
  const picture = (chunks: Record<string, string>) =>
    encodePng(
      plainPicture(16, 16),
      Object.entries(chunks).map(([keyword, text]) => textChunk(keyword, text)),
    );
  const dialog = page.getByRole('dialog', { name: 'A picture' });
  await drop(page, 'frog.png', 'image/png', await picture({ prompt: JSON.stringify(graph) }));
  await expect(dialog).toContainText('Made with ComfyUI');
  await expect(dialog).toContainText('Without: Nebel');
  await studio.checkAccessibility();
  await dialog.getByRole('button', { name: 'Fill in everything' }).click();
  const prompt = page.getByRole('textbox', { name: 'Prompt', exact: true });
  await expect(prompt).toHaveValue('ein grüner Frosch');
  await expect(page.getByRole('textbox', { name: 'Negative prompt' })).toHaveValue('Nebel');

  const unsure = {
    ...graph,
    2: node('CLIPTextEncode', { text: ['6', 0] }),
    6: node('OllamaGenerate', { prompt: 'write' }),
  };
  await drop(page, 'unsure.png', 'image/png', await picture({ prompt: JSON.stringify(unsure) }));
  await expect(dialog).toContainText('the prompt cannot be read');
  await expect(dialog.getByRole('button', { name: 'Prompt only' })).toBeDisabled();
  await dialog.getByRole('button', { name: 'Fill in everything' }).click();
  await expect(prompt).toHaveValue('ein grüner Frosch');

  const huge = await picture({});
  new DataView(huge.buffer).setUint32(16, 30_000);
  new DataView(huge.buffer).setUint32(20, 30_000);
  await drop(page, 'huge.png', 'image/png', huge);
  await expect(dialog.getByRole('alert')).toContainText('A picture of 30000 × 30000 is too large');
});

test('our own WebP and JPEG files are read back from the gallery', async ({ studio }) => {
  const { page } = studio;
  await studio.open('/#/gallery');
  await expect(page.getByText('No pictures yet')).toBeVisible();
  const parameters = {
    prompt: 'kept words',
    seed: 6,
    numInferenceSteps: 4,
    guidanceScale: 2,
    scheduler: 'ddim',
    width: 24,
    height: 16,
    model: 'triptych/stickers',
  };
  const base64 = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(24, 16);
    canvas.getContext('2d')?.fillRect(0, 0, 24, 16);
    const read = async (type: string) => {
      const bytes = new Uint8Array(await (await canvas.convertToBlob({ type })).arrayBuffer());
      return btoa(String.fromCharCode(...bytes));
    };
    return { webp: await read('image/webp'), jpeg: await read('image/jpeg') };
  });
  for (const [name, text] of Object.entries(base64)) {
    const bytes = writeParameters(new Uint8Array(Buffer.from(text, 'base64')), parameters);
    await drop(page, `a.${name}`, `image/${name}`, bytes);
  }
  const pictures = page
    .getByRole('list', { name: 'Pictures' })
    .getByRole('img', { name: 'kept words' });
  await expect(pictures).toHaveCount(2);
  await drop(page, 'a.png', 'image/png', new Uint8Array([1, 2, 3]));
  await expect(page.getByRole('region', { name: 'Added pictures' })).toContainText('a.png: ');
  await pictures.first().click();
  await page.getByRole('button', { name: 'Use settings' }).click();
  await page.getByRole('menuitem', { name: 'All settings' }).click();
  await expect(page.getByRole('textbox', { name: 'Prompt', exact: true })).toHaveValue(
    'kept words',
  );
});
