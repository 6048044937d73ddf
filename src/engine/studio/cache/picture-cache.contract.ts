import { describe, expect, it } from 'vitest';
import type { PictureCache, StudioAnswer } from './picture-cache.ts';

const PARAMETERS = {
  prompt: 'ein Fuchs 🦊',
  seed: 7,
  numInferenceSteps: 4,
  guidanceScale: 3,
  scheduler: 'euler',
  width: 64,
  height: 64,
  model: 'tiny',
};

/** A picture of as many bytes as the text has letters. */
function answer(text: string): StudioAnswer {
  const file = new Blob([text], { type: 'image/png' });
  const picture = { file, width: 64, height: 64, parameters: PARAMETERS };
  return { type: 'finish', ...picture, derivatives: [], findings: {}, stages: [] };
}

const readText = async (cache: PictureCache, key: string) => {
  const found = await cache.match(key);
  return found && 'file' in found ? found.file.text() : undefined;
};

/** What every cache of pictures must do. `open` makes an empty one of so many bytes. */
export function describePictureCache(
  name: string,
  open: (mostBytes: number) => Promise<PictureCache>,
): void {
  describe(`answers cached in ${name}`, () => {
    it('are found by their keys, with their pictures', async () => {
      const cache = await open(100);
      await cache.put('a', answer('fox'));
      await cache.put('b', answer('cat'));
      await cache.put('a', answer('owl'));
      expect(await readText(cache, 'a')).toBe('owl');
      expect(await cache.match('b')).toMatchObject({ type: 'finish', parameters: PARAMETERS });
      expect(await cache.match('c')).toBeUndefined();
    });

    it('take no more room than they may: those that were used last stay', async () => {
      const cache = await open(10);
      await cache.put('a', answer('1234'));
      await cache.put('b', answer('5678'));
      await cache.match('a');
      await cache.put('c', answer('9012'));
      expect(await readText(cache, 'a')).toBe('1234');
      expect(await readText(cache, 'b')).toBeUndefined();
      expect(await readText(cache, 'c')).toBe('9012');
      await cache.put('a', answer('more than fits'));
      expect(await readText(cache, 'a')).toBeUndefined();
      expect(await readText(cache, 'c')).toBe('9012');
    });

    it('are measured, and deleted all at once', async () => {
      const cache = await open(100);
      await cache.put('a', answer('fox'));
      await cache.put('b', answer('four'));
      expect(await cache.measure()).toBe(7);
      await cache.clear();
      expect(await cache.measure()).toBe(0);
      expect(await cache.match('a')).toBeUndefined();
    });

    it('go with a picture that somebody has deleted', async () => {
      const cache = await open(100);
      await cache.put('a', answer('fox'));
      await cache.put('b', answer('cat'));
      await cache.forget([new Blob(['fox']), new Blob(['never there'])]);
      expect(await cache.match('a')).toBeUndefined();
      expect(await readText(cache, 'b')).toBe('cat');
    });
  });
}
