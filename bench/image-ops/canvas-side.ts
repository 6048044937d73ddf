import type { Page } from 'playwright';
import type { DerivativeOrder, DerivativeSide } from './derivative-side.ts';

/** The browser's own canvas: decoded once, drawn at each size, encoded as WebP. */
export function createCanvasSide(page: Page): DerivativeSide {
  return {
    name: 'OffscreenCanvas and convertToBlob',
    derive: (order) => page.evaluate(deriveOnCanvas, order),
  };
}

async function deriveOnCanvas({ file, sizes, quality }: DerivativeOrder): Promise<number> {
  const bytes = Uint8Array.fromBase64(file);
  const begin = performance.now();
  const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/jpeg' }));
  for (const { width, height } of sizes) {
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d');
    if (!context) throw new Error('This browser has no canvas.');
    context.imageSmoothingQuality = 'high';
    const scale = Math.max(width / bitmap.width, height / bitmap.height);
    const [shownWidth, shownHeight] = [width / scale, height / scale];
    context.drawImage(
      bitmap,
      (bitmap.width - shownWidth) / 2,
      (bitmap.height - shownHeight) / 2,
      shownWidth,
      shownHeight,
      0,
      0,
      width,
      height,
    );
    await canvas.convertToBlob({ type: 'image/webp', quality: quality / 100 });
  }
  bitmap.close();
  return performance.now() - begin;
}
