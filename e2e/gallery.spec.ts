import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodePng } from '../src/engine/images/png.ts';
import { textChunk } from '../src/engine/images/png-chunks.ts';
import { expect, test } from './studio-page.ts';

const MADE = new Date('2024-03-01T12:30:08');

const A1111 = (prompt: string, seed: number) =>
  textChunk(
    'parameters',
    `${prompt}\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: ${seed}, Size: 32x32, Model: dreamy`,
  );
const COMFYUI = textChunk(
  'prompt',
  JSON.stringify({
    1: { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'comfy.safetensors' } },
    2: { class_type: 'CLIPTextEncode', inputs: { text: 'a harbour in fog', clip: ['1', 1] } },
    3: { class_type: 'CLIPTextEncode', inputs: { text: '', clip: ['1', 1] } },
    4: { class_type: 'EmptyLatentImage', inputs: { width: 32, height: 32, batch_size: 1 } },
    5: {
      class_type: 'KSampler',
      inputs: {
        seed: 7,
        steps: 12,
        cfg: 5,
        sampler_name: 'euler',
        scheduler: 'normal',
        denoise: 1,
        model: ['1', 0],
        positive: ['2', 0],
        negative: ['3', 0],
        latent_image: ['4', 0],
      },
    },
    6: { class_type: 'VAEDecode', inputs: { samples: ['5', 0], vae: ['1', 2] } },
    7: { class_type: 'SaveImage', inputs: { images: ['6', 0], filename_prefix: 'x' } },
  }),
);

/** A folder as other programs leave it: pictures in subfolders, one of them broken, and notes. */
async function writeOutputs(folder: string): Promise<string> {
  const paint = (grey: number, chunk: ReturnType<typeof textChunk>) =>
    encodePng({ width: 32, height: 32, data: new Uint8ClampedArray(4096).fill(grey) }, [chunk]);
  const files = {
    'txt2img/00001.png': await paint(90, A1111('a lighthouse at dusk', 1)),
    'txt2img/00002.png': await paint(120, A1111('a boat at dawn', 2)),
    'comfy/ComfyUI_1.png': await paint(200, COMFYUI),
    'txt2img/broken.png': Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10, 1, 2, 3),
    'log.csv': Buffer.from('prompt,seed'),
  };
  for (const [path, bytes] of Object.entries(files)) {
    await mkdir(join(folder, path, '..'), { recursive: true });
    await writeFile(join(folder, path), bytes);
    await utimes(join(folder, path), MADE, MADE);
  }
  return folder;
}

test("another program's folder becomes a collection, which every tab can change and restore", async ({
  studio,
}, testInfo) => {
  const { page } = studio;
  const folder = await writeOutputs(testInfo.outputPath('outputs'));
  await studio.open('/#/gallery');
  const choose = () => page.getByLabel('Folder of pictures').setInputFiles(folder);
  const outcome = page.getByRole('region', { name: 'Added pictures' });
  await choose();
  await expect(outcome.getByRole('status')).toHaveText(
    'Added 3 pictures. 1 file could not be read. 1 other file was left out.',
  );
  await expect(outcome).toContainText('broken.png: ');
  await studio.checkAccessibility();
  await outcome.getByRole('button', { name: 'Make collection “outputs”' }).click();
  await outcome.getByRole('button', { name: 'Show “outputs”' }).click();
  const pictures = page.getByRole('list', { name: 'Pictures' }).getByRole('img');
  await expect(pictures).toHaveCount(3);

  await page.getByRole('button', { name: 'a harbour in fog', exact: true }).click();
  const box = page.getByRole('dialog', { name: 'a harbour in fog' });
  await expect(box).toContainText('Seed7');
  await expect(box).toContainText('2024');
  await expect(box.getByRole('region', { name: 'Collections' })).toContainText('outputs');
  await box.getByRole('button', { name: 'Change collections' }).click();
  const picker = page.getByRole('dialog', { name: 'Collections' });
  await picker.getByRole('textbox', { name: 'New collection' }).fill('Sea');
  await picker.getByRole('button', { name: 'Create and add' }).click();
  await expect(picker.getByRole('checkbox', { name: 'Sea' })).toBeChecked();
  await studio.checkAccessibility();
  await picker.getByRole('checkbox', { name: 'outputs' }).uncheck();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(pictures).toHaveCount(2);

  await choose();
  await expect(outcome.getByRole('status')).toContainText(
    'No picture was added. 3 were here already.',
  );

  const other = await page.context().newPage();
  await other.goto('/#/gallery');
  const collections = other.getByRole('group', { name: 'Collections' });
  await collections.getByRole('button', { name: 'outputs 2' }).click();
  await collections.getByRole('button', { name: 'Rename outputs' }).click();
  await other.getByRole('textbox', { name: 'New name of outputs' }).fill('Old work');
  await other.keyboard.press('Enter');
  const own = page.getByRole('group', { name: 'Collections' });
  await expect(own.getByRole('button', { name: 'Old work 2' })).toBeVisible();
  await own.getByRole('button', { name: 'Delete Old work' }).click();
  await expect(collections.getByRole('button', { name: 'Old work' })).toBeHidden();
  await expect(pictures).toHaveCount(3);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(collections.getByRole('button', { name: 'Old work 2' })).toBeVisible();
  await page.reload();
  await own.getByRole('button', { name: 'Sea 1' }).click();
  await expect(pictures).toHaveAttribute('alt', 'a harbour in fog');
});

test('pictures are found by words, by what words mean and by likeness, and nothing leaves the origin', async ({
  studio,
}, testInfo) => {
  const { page } = studio;
  const folder = await writeOutputs(testInfo.outputPath('outputs'));
  await studio.open('/#/gallery');
  await page.getByLabel('Folder of pictures').setInputFiles(folder);
  const pictures = page.getByRole('list', { name: 'Pictures' }).getByRole('img');
  await expect(pictures).toHaveCount(3);
  await page.getByRole('button', { name: 'Dismiss' }).click();
  const search = page.getByRole('searchbox', { name: 'Search pictures' });
  await search.fill('comfy');
  await expect(pictures).toHaveAttribute('alt', 'a harbour in fog');
  await search.fill('a ship on the ocean');
  await expect(page.getByText('No matches.')).toBeVisible();

  await page.getByRole('button', { name: 'By meaning' }).click();
  await expect(pictures.first()).toHaveAttribute('alt', 'a boat at dawn', { timeout: 120_000 });
  await expect(page.getByRole('combobox', { name: 'Order' })).toHaveValue('fit');
  await studio.checkAccessibility();

  await page.reload();
  await page.getByRole('button', { name: 'a lighthouse at dusk', exact: true }).click();
  const like = page.getByRole('dialog').getByRole('list', { name: 'More like this' });
  await expect(like.getByRole('img').first()).toHaveAttribute('alt', 'a boat at dawn', {
    timeout: 60_000,
  });
  await studio.checkAccessibility();
  await like.getByRole('button').first().click();
  await expect(page.getByRole('dialog', { name: 'a boat at dawn' })).toBeVisible();
  expect(studio.foreignRequests).toEqual([]);
  expect(studio.complaints).toEqual([]);
});
