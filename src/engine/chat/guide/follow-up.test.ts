import { describe, expect, it } from 'vitest';
import type { ChatMessage } from '../chat-engine.ts';
import { readFollowUp } from './follow-up.ts';
import type { CreativeJob } from './message-kinds.ts';
import { shortenAnswer } from './shorten.ts';

const jobOf = (message: string): CreativeJob | undefined => {
  if (message.startsWith('tagline')) return 'tagline';
  return message.startsWith('picture') ? 'brief' : undefined;
};
const talk = (...turns: string[]): ChatMessage[] =>
  turns.map((content, place) => ({ role: place % 2 === 0 ? 'user' : 'assistant', content }));

describe('readFollowUp', () => {
  it.each([
    'another one',
    'Another one please!',
    'more',
    'no, something else',
    "i don't like it",
    'one more',
    'again?',
    'try again',
  ])('asks for another one: %s', (text) => {
    expect(readFollowUp(talk('tagline for a pub', 'A pub.', text), jobOf)).toEqual({
      message: 'tagline for a pub',
      job: 'tagline',
      avoid: ['A pub.'],
    });
  });

  it.each([
    'shorter',
    'make it shorter',
    'Can you make it a bit shorter please?',
    'too long',
    'fewer words',
    'shorten it',
  ])('asks for less: %s', (text) => {
    expect(readFollowUp(talk('tagline for a pub', 'A pub.', text), jobOf)).toMatchObject({
      shorten: 'A pub.',
    });
  });

  it('adds to the picture turn by turn', () => {
    const turns = talk(
      'picture of a fox.',
      'a fox',
      'in blue',
      'a blue fox',
      'and make it at night',
      'night',
      'another one',
    );
    expect(readFollowUp(turns, jobOf)).toMatchObject({
      message: 'picture of a fox, in blue, at night',
      avoid: ['night'],
    });
  });

  it('repeats the job for another subject', () => {
    expect(
      readFollowUp(talk('tagline for a pub', 'A pub.', 'and for my bakery?'), jobOf),
    ).toMatchObject({
      message: 'tagline for my bakery',
    });
  });

  it.each([
    ['nothing was done before', talk('hello', 'Hello.', 'another one')],
    ['it is the first message', talk('make it shorter')],
    ['it is a request of its own', talk('tagline for a pub', 'A pub.', 'how do i make a picture?')],
    ['a line cannot be blue', talk('tagline for a pub', 'A pub.', 'in blue')],
    ['it is long', talk('tagline for a pub', 'A pub.', `in ${'very '.repeat(40)}blue`)],
  ])('leaves other messages: %s', (_, messages) => {
    expect(readFollowUp(messages, jobOf)).toBeUndefined();
  });
});

describe('shortenAnswer', () => {
  it.each([
    ['colours', 'Red, blue, green, black, white.', 'Red, blue, green.'],
    [
      'ideas',
      '1. A fox in a market, linocut print\n2. A fox at sea, photograph',
      '1. A fox in a market\n2. A fox at sea',
    ],
    [
      'brief',
      '**Close-up**  \na fox, close-up, warm light, dew, high detail  \n*Leave out: text, blurry, noise*\n\n',
      '**Close-up**  \na fox, close-up, warm light\n*Leave out: text, blurry, noise*\n\n',
    ],
  ] as const)('drops what matters least: %s', (job, answer, shorter) => {
    expect(shortenAnswer(job, answer)).toBe(shorter);
  });

  it('leaves single lines and short texts alone', () => {
    expect(shortenAnswer('tagline', 'Ola: simply good.')).toBeUndefined();
    expect(shortenAnswer('colours', 'Red, blue.')).toBeUndefined();
  });
});
