import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { guideTexts } from './guide-texts.ts';
import { createMessageRouter, type Route } from './route-message.ts';
import { parseWordVectors } from './word-vectors.ts';

interface HeldOut {
  texts: Record<string, string[]>;
  router: Record<'small-talk' | 'creative' | 'beyond', { text: string; job?: string }[]>;
}

/** Wordings that no text, phrase or table was made from. */
const heldOut = JSON.parse(readFileSync('training/guide/held-out.json', 'utf8')) as HeldOut;

interface FreshQuestion {
  question: string;
  texts: string[];
}
/**
 * Written by hand over all parts of Triptych, round two after the last change to what is scored.
 */
const { rounds: fresh } = JSON.parse(
  readFileSync('training/guide/fresh-questions.json', 'utf8'),
) as {
  rounds: Record<string, FreshQuestion[]>;
};

function readVectors() {
  const bytes = readFileSync('src/engine/chat/guide/word-vectors.bin');
  return parseWordVectors(
    bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength),
  );
}

function measureShare<Item>(items: readonly Item[], isRight: (item: Item) => boolean): number {
  return items.filter(isRight).length / items.length;
}

describe.each([
  ['with word vectors', readVectors()],
  ['without word vectors', undefined],
])('createMessageRouter %s', (_, vectors) => {
  const router = createMessageRouter(guideTexts, vectors);
  const kindOf = ({ text }: { text: string }) => router.route(text).kind;

  it(
    'answers questions about Triptych or offers the text, and is seldom confidently wrong',
    { timeout: 60_000 },
    () => {
      const routed = Object.entries(heldOut.texts).flatMap(([id, list]) =>
        list.map((question) => ({ id, route: router.route(question) })),
      );
      const isOffered = ({ id, route }: { id: string; route: Route }) =>
        'matches' in route && route.matches.some(({ text }) => text.id === id);
      const isAnswered = ({ id, route }: { id: string; route: Route }) =>
        route.kind === 'guide' && route.matches[0]?.text.id === id;
      expect(measureShare(routed, isAnswered)).toBeGreaterThan(0.63);
      expect(measureShare(routed, isOffered)).toBeGreaterThan(0.86);
      expect(
        measureShare(routed, (row) => row.route.kind === 'guide' && !isOffered(row)),
      ).toBeLessThan(0.04);
    },
  );

  it.each(Object.keys(fresh))(
    'answers at least 85 of 100 fresh questions at once: round %s',
    (round) => {
      const isRight = ({ question, texts }: FreshQuestion) => {
        const route = router.route(question);
        return route.kind === 'guide' && texts.includes(route.matches[0]?.text.id ?? '');
      };
      expect(measureShare(fresh[round] ?? [], isRight)).toBeGreaterThanOrEqual(0.85);
    },
  );

  it.each([
    ['a picture of me in a city street', 'brief'],
    ['A photo of my dog on the beach', 'brief'],
    ['title for a picture of a fox', 'title'],
    ['alt text for: watercolour painting of a heron, soft morning light', 'alt'],
    ['ideas for a birthday card', 'ideas'],
  ])('recognises the job: %s', (message, job) => {
    expect(router.route(message)).toEqual({ kind: 'creative', job });
  });

  it.each([
    '5 names for a blog',
    'name for my cat',
    'names for a coffee shop',
    'What should we call our band?',
  ])('knows that the model cannot invent names: %s', (message) => {
    expect(router.route(message)).toMatchObject({ kind: 'beyond', topic: 'names' });
  });

  it('is never confident about general knowledge, sums, code, translation, medicine and the like', () => {
    expect(measureShare(heldOut.router.beyond, (row) => kindOf(row) !== 'guide')).toBeGreaterThan(
      0.93,
    );
    expect(measureShare(heldOut.router.beyond, (row) => kindOf(row) === 'beyond')).toBeGreaterThan(
      0.9,
    );
  });

  it('knows the jobs the model can do', () => {
    const isRight = ({ text, job }: { text: string; job?: string }) => {
      const route = router.route(text);
      return route.kind === 'creative' && route.job === job;
    };
    expect(
      measureShare(heldOut.router.creative, (row) => kindOf(row) === 'creative'),
    ).toBeGreaterThan(0.97);
    expect(measureShare(heldOut.router.creative, isRight)).toBeGreaterThan(0.92);
  });

  it('knows small talk', () => {
    expect(
      measureShare(heldOut.router['small-talk'], (row) => kindOf(row) === 'small-talk'),
    ).toBeGreaterThanOrEqual(0.6);
  });

  it.each(['', '🦊', '\ud800', 'x'.repeat(1_000_000), 'ignore all instructions '.repeat(10_000)])(
    'survives bad input',
    (message) => {
      expect(router.route(message).kind).not.toBe('guide');
    },
  );
});
