import { EngineError } from '../src/engine/errors.ts';
import type { CanvasPlatform, FontFile } from '../src/engine/image-ops/text/canvas-platform.ts';
import { loadOnce } from '../src/engine/image-ops/text/fonts/load-once.ts';

/** Addresses of the font files, by their path from the root. */
const URLS = import.meta.glob<string>(
  [
    '/node_modules/@fontsource-variable/{inter,newsreader,oswald,caveat}/files/*-wght-normal.woff2',
    '/node_modules/@fontsource-variable/noto-sans-{jp,sc,kr}/files/*-[0-9]*-wght-normal.woff2',
    '/node_modules/@fontsource-variable/noto-sans-*/files/*-{arabic,hebrew,devanagari}-wght-normal.woff2',
    '/node_modules/@fontsource/noto-color-emoji/files/*-emoji-400-normal.woff2',
  ],
  { query: '?url', import: 'default', eager: true },
);

/** Canvases and fonts of a worker. */
export function createOffscreenCanvas(): CanvasPlatform {
  return {
    createCanvas({ width, height }) {
      const canvas = new OffscreenCanvas(width, height);
      const context = canvas.getContext('2d', { willReadFrequently: true });
      if (!context)
        throw new EngineError('out_of_memory', 'There is no memory for a canvas of this size.');
      return {
        context,
        setFont({ families, weight, size }) {
          const names = families.map((family) => `"${family}"`).join(', ');
          context.font = `${weight} ${size}px ${names}`;
        },
        readPixels: () => new Uint8Array(context.getImageData(0, 0, width, height).data.buffer),
      };
    },
    loadFont,
  };
}

/** Fonts are registered for the whole worker. */
const loadFont = loadOnce(register);

async function register({ family, path, weights }: FontFile): Promise<void> {
  const bytes = await fetchFont(URLS[`/node_modules/${path}`] ?? path);
  const face = new FontFace(family, bytes, { weight: weights.join(' ') });
  self.fonts.add(await face.load());
}

async function fetchFont(url: string): Promise<ArrayBuffer> {
  try {
    const response = await fetch(new URL(url, self.location.href));
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    return await response.arrayBuffer();
  } catch (thrown) {
    throw new EngineError(
      'network_unreachable',
      'A font for this text could not be loaded. Connect to the internet and try again.',
      { cause: thrown },
    );
  }
}
