import { readFile } from 'node:fs/promises';
import { expect, type Download, type Locator, type Page } from '@playwright/test';
import type { PixelImage } from '../src/engine/images/pixel-image.ts';
import type { StudioPage } from './studio-page.ts';

/** One step is enough to see what happens to a picture. */
export async function openImages(
  { page, open }: StudioPage,
  form: object = { numInferenceSteps: 1 },
): Promise<void> {
  await page.addInitScript((text) => {
    if (!localStorage.getItem('triptych.draft.images'))
      localStorage.setItem('triptych.draft.images', text);
  }, JSON.stringify(form));
  await open('/#/images');
}

export async function draw(page: Page, prompt: string): Promise<Locator> {
  await page.getByRole('textbox', { name: 'Prompt', exact: true }).fill(prompt);
  await page.getByRole('button', { name: 'Draw', exact: true }).click();
  return latest(page);
}

/** The pictures of the last request, once it is done. */
export async function latest(page: Page): Promise<Locator> {
  await expect(page.getByRole('button', { name: 'Draw', exact: true })).toBeVisible({
    timeout: 180_000,
  });
  const pictures = page.getByRole('list', { name: 'Latest pictures' });
  await expect(pictures.getByRole('img').first()).toBeVisible();
  return pictures;
}

export async function bytesOf(download: Download): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await readFile(await download.path()));
}

export async function save(
  page: Page,
  kind: 'PNG' | 'WebP' | 'JPEG',
): Promise<Uint8Array<ArrayBuffer>> {
  await page.getByRole('button', { name: 'Save' }).click();
  const dialog = page.getByRole('dialog', { name: 'Save the picture' });
  await dialog.getByRole('radio', { name: kind }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: 'Save' }).click(),
  ]);
  await expect(dialog).toBeHidden();
  return bytesOf(download);
}

export function plainPicture(width: number, height: number): PixelImage {
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let pixel = 0; pixel < width * height; pixel++) data.set([40, 120, pixel % 200], pixel * 4);
  return { width, height, data };
}

/** Lets a file fall on the window. */
export async function drop(
  page: Page,
  name: string,
  type: string,
  bytes: Uint8Array,
): Promise<void> {
  const transfer = await page.evaluateHandle(
    ([fileName, fileType, base64]) => {
      const data = new DataTransfer();
      const binary = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      data.items.add(new File([binary], fileName, { type: fileType }));
      return data;
    },
    [name, type, Buffer.from(bytes).toString('base64')] as const,
  );
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
}
