import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { guideTexts } from './guide-texts.ts';
import { createGuideIndex, type GuideIndex } from './retrieval.ts';
import { parseWordVectors } from './word-vectors.ts';
import { cpuTimeMs } from '../../cpu-time.fixture.ts';

/** Wordings that no text, phrase or table was made from. */
const heldOut = JSON.parse(readFileSync('training/guide/held-out.json', 'utf8')) as {
  texts: Record<string, string[]>;
};
const fresh = Object.values(
  (
    JSON.parse(readFileSync('training/guide/fresh-questions.json', 'utf8')) as {
      rounds: Record<string, { question: string }[]>;
    }
  ).rounds,
).flat();
const questions = Object.entries(heldOut.texts).flatMap(([id, list]) =>
  list.map((question) => ({ id, question })),
);

function readVectors() {
  const bytes = readFileSync('src/engine/chat/guide/word-vectors.bin');
  return parseWordVectors(
    bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength),
  );
}

function countFound(index: GuideIndex, limit: number): number {
  return (
    questions.filter(({ id, question }) =>
      index.search(question, limit).some(({ text }) => text.id === id),
    ).length / questions.length
  );
}

describe('createGuideIndex', { timeout: 60_000 }, () => {
  const index = createGuideIndex(guideTexts, readVectors());

  it('finds the right text for held-out wordings: first in 78 of 100, among the first three in 92', () => {
    expect(countFound(index, 1)).toBeGreaterThanOrEqual(0.78);
    expect(countFound(index, 3)).toBeGreaterThanOrEqual(0.92);
  });

  it('works without word vectors, slightly worse', () => {
    const plain = createGuideIndex(guideTexts);
    expect(countFound(plain, 1)).toBeGreaterThanOrEqual(0.75);
    expect(countFound(plain, 3)).toBeGreaterThanOrEqual(0.88);
  });

  it('ranks each text first for its own wordings', () => {
    const own = guideTexts.flatMap(({ id, questions: list }) =>
      list.map((question) => ({ id, question })),
    );
    const some = own.filter((_, place) => place % 7 === 0);
    const lost = some.filter(({ id, question }) => index.search(question)[0]?.text.id !== id);
    expect(lost.length / some.length).toBeLessThan(0.03);
  });

  it.each([
    ['How do I make a picture?', 'make-image'],
    ['is it private?', 'privacy'],
    ['does it work offline', 'offline'],
    ['how do I get a bigger model', 'download-model'],
    ['what is this', 'what-is-triptych'],
  ])('knows the common question: %s', (question, id) => {
    expect(index.search(question)[0]).toMatchObject({ text: { id }, isConfident: true });
  });

  it('has no held-out wording among the trained ones', () => {
    const normalise = (text: string) =>
      text
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, ' ')
        .trim();
    const trained = new Set(guideTexts.flatMap(({ questions: own }) => own.map(normalise)));
    const all = [...questions, ...fresh];
    expect(all.filter(({ question }) => trained.has(normalise(question)))).toEqual([]);
  });

  it('answers in well under a quarter of a second, however busy the machine', () => {
    const begin = cpuTimeMs();
    for (const { question } of questions) index.search(question);
    expect((cpuTimeMs() - begin) / questions.length).toBeLessThan(200);
  });

  it.each(['', '   ', '?!', '🦊', '\ud800', 'a'.repeat(100_000)])('survives %j', (question) => {
    expect(index.search(question).filter(({ isConfident }) => isConfident)).toEqual([]);
  });
});
