import { describe, expect, it } from 'vitest';
import { fitPrompt } from './fit-prompt.ts';

/** Room for so many words, or signs of a writing without spaces. */
const room = (words: number) => ({
  fits: (text: string) => (text.match(/[a-z0-9]+|\p{Script=Han}|\p{Extended_Pictographic}/giu) ?? []).length <= words,
});

describe('A prompt that is too long', () => {
  it('stays as it is where it fits', () => {
    expect(fitPrompt(' a  red fox ', room(3))).toEqual({ text: ' a  red fox ', leftOut: '' });
  });

  it('is cut between words, and the rest is told', () => {
    expect(fitPrompt('a fox in the snow', room(3))).toEqual({ text: 'a fox in', leftOut: 'the snow' });
  });

  it('is cut anywhere where there are no spaces, but never through a character', () => {
    expect(fitPrompt('雪の中の狐'.replaceAll(/[の]/g, '中'), room(3))).toEqual({ text: '雪中中', leftOut: '中狐' });
    expect(fitPrompt('🦊'.repeat(4), room(2))).toEqual({ text: '🦊🦊', leftOut: '🦊🦊' });
  });

  it('loses first what a model does not know that knows single words', () => {
    const known = new Set(['fox', 'red', 'background', 'on', 'a']);
    const knowsWord = (word: string) => known.has(word);
    const prompt = 'A cosy, hand-painted fox, resting, on a deep red background';
    expect(fitPrompt(prompt, { ...room(6), knowsWord })).toEqual({
      text: 'fox, on a red background',
      leftOut: 'A cosy hand painted resting deep',
    });
    expect(fitPrompt(prompt, { ...room(3), knowsWord })).toEqual({
      text: 'fox, on a',
      leftOut: 'A cosy hand painted resting deep … red background',
    });
  });

  it('may have nothing that is known', () => {
    expect(fitPrompt('so many words', { ...room(1), knowsWord: () => false })).toEqual({
      text: '',
      leftOut: 'so many words',
    });
  });

  it('takes no longer for one of 10,000 characters', () => {
    let asked = 0;
    const { fits } = room(18);
    fitPrompt('word '.repeat(2000), { fits: (text) => (asked++, fits(text)) });
    expect(asked).toBeLessThan(20);
  });
});
