import { describe, expect, it } from 'vitest';
import { encodePicture } from './encode-picture.ts';
import { openVips } from './test-pictures.fixture.ts';
import type { VipsImage } from './vips.ts';

const vips = await openVips();
const { signal } = new AbortController();

/** Counts how often it is written; takes 100 bytes for each step of quality. */
function createCounter() {
  const qualities: number[] = [];
  const frame = {
    width: 8,
    height: 8,
    hasAlpha: () => false,
    webpsaveBuffer({ Q }: { Q: number }) {
      qualities.push(Q);
      return new Uint8Array(100 * Q);
    },
  } as unknown as VipsImage;
  return { frame, qualities };
}

const encodeWithin = (frame: VipsImage, targetBytes: number) => {
  const output = { format: 'webp', targetBytes } as const;
  return encodePicture(vips, { frames: [frame], delaysMs: [], loop: 0, output }, signal);
};

describe('a size in bytes', () => {
  it('is reached by the highest quality within it, in at most seven encodes', async () => {
    for (let wanted = 1; wanted <= 100; wanted++) {
      const { frame, qualities } = createCounter();
      const { quality, bytes } = await encodeWithin(frame, 100 * wanted + 99);
      expect(quality).toBe(wanted);
      expect(bytes).toHaveLength(100 * wanted);
      expect(qualities.length).toBeLessThanOrEqual(7);
    }
  });

  it('that cannot be reached is refused with the smallest that can, after seven encodes', async () => {
    const { frame, qualities } = createCounter();
    await expect(encodeWithin(frame, 99)).rejects.toMatchObject({
      code: 'limit_exceeded',
      details: { targetBytes: 99, smallestBytes: 100 },
    });
    expect(qualities.length).toBeLessThanOrEqual(7);
  });
});
