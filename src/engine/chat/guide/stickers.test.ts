import { describe, expect, it } from 'vitest';
import { STICKER_NAMES } from '../../stickers/sticker-names.ts';
import type { Generate } from './brief.ts';
import { THEMES } from '../../stickers/sticker-themes.ts';
import { readStickerRequest, writeStickers } from './stickers.ts';

const refuse: Generate = () => Promise.reject(new Error('No model is needed for this.'));

describe('readStickerRequest', () => {
  it.each([
    ['a fox and a pizza, blue background', ['fox', 'pizza'], 'blue'],
    ['Stickers: kitten, hot dogs on a pink background', ['cat', 'hot dog'], 'pink'],
    ['please draw two foxes and an apple', ['fox', 'apple'], undefined],
    ['a set for my birthday party on yellow', undefined, 'yellow'],
    ['', undefined, undefined],
  ])('%s', (request, things, background) => {
    expect(readStickerRequest(request)).toEqual({ things, background });
  });
});

it('knows only themes with drawable things', () => {
  for (const { things } of THEMES)
    expect(things.filter((thing) => !STICKER_NAMES.includes(thing))).toEqual([]);
});

describe('writeStickers', () => {
  it('draws exactly the named things, without a model', async () => {
    const stickers = await writeStickers({ request: 'an owl and a pizza on teal' }, refuse);
    expect(stickers).toEqual([
      {
        name: 'Owl',
        prompt: 'an owl on a teal background',
        negativePrompt: 'text, blurry, cluttered',
      },
      {
        name: 'Pizza',
        prompt: 'a pizza on a teal background',
        negativePrompt: 'text, blurry, cluttered',
      },
    ]);
  });

  it('takes only drawable names from the model, each once', async () => {
    const generate: Generate = () =>
      Promise.resolve('Cow"},{"name":"Quasar"},{"name":"cow"},{"name":"Pig"},{"name":"Goat"}]}');
    const stickers = await writeStickers({ request: 'my farm page', count: 2 }, generate);
    expect(stickers.map(({ name }) => name)).toEqual(['Cow', 'Pig']);
  });

  it('returns what it has when the model finds nothing more', async () => {
    let calls = 0;
    const generate: Generate = () => Promise.resolve(calls++ === 0 ? 'Cow"}]}' : 'nonsense');
    expect(await writeStickers({ request: 'my grandmother', count: 4 }, generate)).toHaveLength(1);
    expect(calls).toBeLessThan(10);
  });

  it('takes what belongs to a theme, and adds what is missing', async () => {
    const generate: Generate = () =>
      Promise.resolve('Popcorn"},{"name":"Zebra"},{"name":"Gear"}]}');
    const stickers = await writeStickers({ request: 'stickers of animals' }, generate);
    expect(stickers.map(({ name }) => name)).toEqual(['Zebra', 'Lion', 'Elephant']);
  });
});
