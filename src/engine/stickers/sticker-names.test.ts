import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { promptForStickers, readStickerPrompt, STICKER_NAMES } from './sticker-names.ts';

describe('readStickerPrompt', () => {
  it.each([
    ['a kitten on a teal background', ['cat'], false, 'teal', []],
    ['two small foxes', ['fox'], true, undefined, []],
    ['owls', ['owl'], false, undefined, []],
    ['a woman and a woman', ['woman'], true, undefined, []],
    ['woman, woman', ['woman'], true, undefined, []],
    ['some foxes', ['fox'], true, undefined, []],
    ['three women', ['woman'], true, undefined, []],
    ['mice and wolves', ['mouse', 'wolf'], false, undefined, []],
    ['a violet chair on grey', ['chair'], false, 'gray', []],
    ['a dog next to a cat', ['dog', 'cat'], false, undefined, []],
    ['the meaning of life', [], false, undefined, ['meaning', 'life']],
    ['', [], false, undefined, []],
  ])('%s', (prompt, things, isTwice, background, unknown) => {
    expect(readStickerPrompt(prompt)).toMatchObject({ things, isTwice, background, unknown });
  });

  it('reads every name as one thing, and two joined by "and" as two', () => {
    for (const name of STICKER_NAMES) expect(readStickerPrompt(name).things).toEqual([name]);
    expect(readStickerPrompt('dog and bow and arrow').things).toEqual(['dog', 'bow and arrow']);
  });

  it('suggests similar spellings and prefixes', () => {
    expect(readStickerPrompt('a hedgehgo').suggestions).toContain('hedgehog');
    expect(readStickerPrompt('an ele').suggestions[0]).toBe('elephant');
    expect(readStickerPrompt('a quasar').suggestions).toEqual([]);
  });
});

it('knows exactly the things the model was trained on', () => {
  const concepts = JSON.parse(
    readFileSync('public/starter/triptych/stickers/concepts.json', 'utf8'),
  ) as {
    name: string;
  }[];
  expect(STICKER_NAMES).toEqual(concepts.map(({ name }) => name));
});

it.each([
  [['ufo'], 'orange', 'a ufo on an orange background'],
  [['unicorn', 'owl'], 'teal', 'a unicorn and an owl on a teal background'],
  [['hippopotamus', 'dress'], 'pink', 'a hippopotamus and a dress on a pink background'],
  [['scissors', 'hourglass'], 'red', 'scissors and an hourglass on a red background'],
])('asks for %s in full English', (things, background, prompt) => {
  expect(promptForStickers(things, background)).toBe(prompt);
});
