import { describe, expect, it } from 'vitest';
import type { Generate } from './brief.ts';
import { composePalette, familyOf, findColours, suits } from './colour-sense.ts';
import { findSubject, makeImpersonal, stripWork } from './job-subject.ts';
import { isPlain } from './plain-words.ts';
import { writeSmallJob, type SmallJob } from './small-jobs.ts';

/** Answers with these in turn, then with the last; keeps what it was asked. */
function fakeModel(...answers: string[]) {
  const asked: string[] = [];
  const generate: Generate = async (messages, { prefix }) => {
    asked.push(`${messages.at(-1)?.content ?? ''} → ${prefix}`);
    return (answers.length > 1 ? answers.shift() : answers[0]) ?? '';
  };
  return { generate, asked };
}
const write = (job: SmallJob, message: string, generate: Generate, avoid: string[] = []) =>
  writeSmallJob(job, { message, seed: 1, avoid }, generate);

describe('taglines', () => {
  it.each([
    [
      'tagline for Brewtiful, a coffee shop',
      'X: simply good.',
      'Brewtiful: simply good.',
      ', a coffee shop',
    ],
    ['Slogan for PixelNest?', 'X: simply good.', 'PixelNest: simply good.', ''],
    [
      'a slogan for my bakery called “Zyphra”',
      'X. Your bakery, your day.',
      'Zyphra. Your bakery, your day.',
      ', a bakery',
    ],
    [
      'tagline for an online shop that sells socks',
      'X: simply good.',
      'Our online shop: simply good.',
      ', a online shop',
    ],
    [
      'tagline for my small bakery',
      'Come in, slow down, enjoy X.',
      'Come in, slow down, enjoy our small bakery.',
      ', a small bakery',
    ],
  ])('asks with a name the model can spell: %s', async (message, draft, text, kind) => {
    let content = '';
    const generate: Generate = async (messages) => {
      content = messages.at(-1)?.content ?? '';
      return draft.replace('X', /tagline for (\w+)/.exec(content)?.[1] ?? '');
    };
    expect(await write('tagline', message, generate)).toEqual({ text });
    expect(content).toMatch(new RegExp(`^tagline for [A-Z][a-z]+${kind}$`));
  });

  it('shows no invented goods, no bare syllables, nothing twice', async () => {
    const drafts = [
      'Juniper: house plants, and time for you.',
      'At pleile Ccks, the tailor.',
      'Juniper, the bakery you come back to.',
    ];
    const { generate } = fakeModel(...drafts);
    expect(await write('tagline', 'tagline for a bakery', generate)).toEqual({
      isMissing: 'skill',
    });
  });

  it.each(['tagline please', 'I need a slogan', ''])('asks what it is for: %j', async (message) => {
    expect(await write('tagline', message, fakeModel('x').generate)).toEqual({
      isMissing: 'subject',
    });
  });
});

describe('colours', () => {
  it.each([
    ['colours for coffee', 'Electric violet, neon green, black, cyan, white.'],
    ['colours for fire', 'Fresh green, blush pink, lemon, sky blue, white.'],
    ['palette for strawberries', 'Pale peach, soft blue, cream, light gold, white.'],
  ])('belong to the thing, whatever the model says: %s', async (message, draft) => {
    const answer = await write('colours', message, fakeModel(draft).generate);
    const palette = 'text' in answer ? answer.text.replace('.', '').split(', ') : [];
    expect(palette).toHaveLength(5);
    expect(suits(palette, findColours(message))).toBe(true);
  });

  it('come from the model if they fit', async () => {
    const text = 'Espresso brown, cream, caramel, charcoal, copper.';
    expect(await write('colours', 'colours for coffee', fakeModel(text).generate)).toEqual({
      text,
    });
  });

  it('are not guessed for unknown things', async () => {
    expect(
      await write('colours', 'colours for zorbing', fakeModel('Red, blue, green.').generate),
    ).toEqual({
      isMissing: 'skill',
    });
  });

  it('are known by name', () => {
    expect(
      ['tomato red', 'Burnt orange', 'dusk blue', 'foam white', 'quick'].map(familyOf),
    ).toEqual(['red', 'orange', 'blue', 'white', undefined]);
    expect(findColours('two strawberries in the snow')[0]).toBe('red');
    expect(composePalette(['red', 'orange'])).toEqual([
      'deep red',
      'burnt orange',
      'cream',
      'slate grey',
      'black',
    ]);
    expect(suits(['deep red', 'red', 'orange'], ['red', 'orange'])).toBe(false);
  });
});

describe('ideas, prompts and descriptions', () => {
  it('gives as many ideas as requested, each with the subject, none twice', async () => {
    const { generate } = fakeModel(
      'A fox in a market, linocut print\n2. A dog at sea\n3. A fox in the rain, photograph',
    );
    expect(await write('ideas', 'two picture ideas with a fox', generate)).toEqual({
      text: '1. A fox in a market, linocut print\n2. A fox in the rain, photograph',
    });
  });

  it('starts a better prompt with the subject, and leaves out what does not suit it', async () => {
    const { generate, asked } = fakeModel(
      ' wide shot, soft window light, fine leaf veins, 35mm film photograph.',
    );
    expect(await write('improve', 'improve this prompt: a cat on a roof', generate)).toEqual({
      text: 'A cat on a roof, wide shot, soft window light, 35mm film photograph.',
    });
    expect(asked[0]).toContain('→ A cat on a roof,');
  });

  it('describes what is shown, in its own words if the model strays', async () => {
    const { generate } = fakeModel('I only know English, so I cannot translate.');
    expect(
      await write('alt', 'alt text: a photo of two children playing in the snow', generate),
    ).toEqual({
      text: 'Two children playing in the snow.',
    });
  });

  it.each(['', '\ud800', 'title '.repeat(100), 'for for for'])('survives %j', async (message) => {
    for (const job of ['title', 'tagline', 'colours', 'ideas', 'improve', 'alt'] as const)
      expect(await write(job, message, fakeModel('1').generate)).toBeTruthy();
  });
});

describe('subjects', () => {
  it.each([
    ['Title for a story about a lighthouse keeper', 'a lighthouse keeper'],
    ['what title fits my blog post about time travel?', 'time travel'],
    ['a title for my short story, please', 'my short story'],
    ['title for a photo of a fox', 'a fox'],
  ])('%s', (message, subject) => {
    expect(stripWork(findSubject(message) ?? '')).toBe(subject);
  });

  it.each([
    ['a picture of me in a city street', 'a picture of a person in a city street'],
    ['a photo of my dog', 'a photo of a dog'],
    ['me and my owl', 'a person and an owl'],
    ['our flowers by the sea', 'flowers by the sea'],
    ['a castle', 'a castle'],
  ])('are generic: %s', (text, plain) => {
    expect(makeImpersonal(text)).toBe(plain);
  });

  it('are distinguished from syllables', () => {
    expect(isPlain('A zorblax in the rain', 'title for a zorblax')).toBe(true);
    expect(isPlain('At pleile Ccks in the rain', 'socks')).toBe(false);
  });
});
