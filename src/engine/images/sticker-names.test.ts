import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readStickerPrompt, STICKER_NAMES } from './sticker-names.ts';

describe('readStickerPrompt', () => {
  it.each([
    ['a kitten on a teal background', ['cat'], 'teal', []],
    ['two small foxes', ['fox'], undefined, ['two']],
    ['a dog and a cat', ['dog', 'cat'], undefined, []],
    ['the meaning of life', [], undefined, ['meaning', 'life']],
    ['', [], undefined, []],
  ])('%s', (prompt, things, background, unknown) => {
    expect(readStickerPrompt(prompt)).toMatchObject({ things, background, unknown });
  });

  it('suggests what is nearly spelled so, or begins so', () => {
    expect(readStickerPrompt('a hedgehgo').suggestions).toContain('hedgehog');
    expect(readStickerPrompt('an ele').suggestions[0]).toBe('elephant');
    expect(readStickerPrompt('a quasar').suggestions).toEqual([]);
  });
});

it('knows exactly the things that the model was trained on', () => {
  const concepts = JSON.parse(readFileSync('public/starter/triptych/stickers/concepts.json', 'utf8')) as {
    name: string;
  }[];
  expect(concepts.map(({ name }) => name).filter((name) => !STICKER_NAMES.includes(name))).toEqual([]);
});
