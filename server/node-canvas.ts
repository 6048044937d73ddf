import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createCanvas, GlobalFonts } from '@napi-rs/canvas';
import type { CanvasPlatform } from '../src/engine/image-ops/text/canvas-platform.ts';
import { loadOnce } from '../src/engine/image-ops/text/fonts/load-once.ts';

const { resolve } = createRequire(import.meta.url);

/** Where a font's ascent is half a pixel more than a whole number, text would lie a pixel too low. */
const AVOIDS_HALVES = 0.99999;

/** Canvases by Skia, the library that Chromium draws with, and fonts from their packages. */
export function createNodeCanvas(): CanvasPlatform {
  return {
    createCanvas({ width, height }) {
      const canvas = createCanvas(width, height);
      const context = canvas.getContext('2d');
      return {
        context,
        setFont({ families, weight, size }) {
          const names = families.map((family) => `"${family}"`).join(', ');
          // A weight in the font itself would only thicken the letters of the lightest one.
          context.font = `${size * AVOIDS_HALVES}px ${names}`;
          context.fontVariationSettings = `'wght' ${weight}`;
        },
        readPixels: () => new Uint8Array(context.getImageData(0, 0, width, height).data.buffer),
      };
    },
    loadFont,
  };
}

/** Fonts are registered for the whole process. */
const loadFont = loadOnce(async ({ family, path }) => {
  if (!GlobalFonts.register(await readFile(resolve(path)), family))
    throw new Error(`${path} is not a font.`);
});
