import { describe, expect, it } from 'vitest';
import { fitPrompt } from './fit-prompt.ts';

/** Room for so many words, or signs of a writing without spaces. */
const room = (words: number) => ({
  fits: (text: string) =>
    (text.match(/[a-z0-9]+|\p{Script=Han}|\p{Extended_Pictographic}/giu) ?? []).length <= words,
});

describe('A prompt that is too long', () => {
  it('stays unchanged if it fits', () => {
    expect(fitPrompt(' a  red fox ', room(3))).toEqual({
      text: ' a  red fox ',
      leftOut: '',
      isTooLong: false,
    });
  });

  it('is cut between words, and the rest is reported', () => {
    expect(fitPrompt('a fox in the snow', room(3))).toEqual({
      text: 'a fox in',
      leftOut: 'the snow',
      isTooLong: true,
    });
  });

  it('is cut anywhere without spaces, but never inside a character', () => {
    expect(fitPrompt('雪の中の狐'.replaceAll(/[の]/g, '中'), room(3))).toMatchObject({
      text: '雪中中',
      leftOut: '中狐',
    });
    expect(fitPrompt('🦊'.repeat(4), room(2))).toMatchObject({ text: '🦊🦊', leftOut: '🦊🦊' });
  });

  it('first loses words unknown to a single-word model', () => {
    const known = new Set(['fox', 'red', 'background', 'on', 'a']);
    const knowsWord = (word: string) => known.has(word);
    const prompt = 'A cosy, hand-painted fox, resting, on a deep red background';
    expect(fitPrompt(prompt, { ...room(6), knowsWord })).toMatchObject({
      text: 'fox, on a red background',
      leftOut: 'A cosy hand painted resting deep',
    });
    expect(fitPrompt(prompt, { ...room(3), knowsWord })).toMatchObject({
      text: 'fox, on a',
      leftOut: 'A cosy hand painted resting deep … red background',
    });
  });

  it('may contain no known word', () => {
    expect(fitPrompt('so many words', { ...room(1), knowsWord: () => false })).toMatchObject({
      text: '',
      leftOut: 'so many words',
    });
  });

  it('takes no longer for 10,000 characters', () => {
    let asked = 0;
    const { fits } = room(18);
    fitPrompt('word '.repeat(2000), { fits: (text) => (asked++, fits(text)) });
    expect(asked).toBeLessThan(20);
  });
});

describe('A model that knows single words only', () => {
  const known = new Set(
    'a an the of in on with and its two fox foxes woman car cat meadowlark blue young cute background teal riding left'.split(
      ' ',
    ),
  );
  const knowsWord = (word: string) => known.has(word.toLowerCase());

  it.each([
    ['a woman and a child', 'a woman', 'child'],
    ['a child and a woman', 'a woman', 'child'],
    ['a fox in a blue meadow, teal background', 'a fox, teal background', 'meadow'],
    ['a gorgeous blue car', 'a blue car', 'gorgeous'],
    ['Portrait of a woman with glasses', 'a woman', 'Portrait glasses'],
    ['a couple of foxes', 'foxes', 'couple'],
    ['a fox riding a unicycle on a teal background', 'a fox on a teal background', 'unicycle'],
    ['a fox and its cub, and a cat', 'a fox, and a cat', 'cub'],
    ['a woman riding', 'a woman', 'riding'],
    ['two foxes 🦊 im Schnee', 'two foxes', 'im Schnee'],
  ])('is not given words it would draw shapelessly: %s', (prompt, text, leftOut) => {
    expect(fitPrompt(prompt, { ...room(18), knowsWord })).toEqual({
      text,
      leftOut,
      isTooLong: false,
    });
  });

  it.each(['a fox on the left and a cat', 'on a teal background', 'ein Fuchs', ' a  fox,', ''])(
    'is given everything if it knows all of it, or none: %j',
    (prompt) => {
      expect(fitPrompt(prompt, { ...room(18), knowsWord })).toMatchObject({
        text: prompt,
        leftOut: '',
      });
    },
  );
});
