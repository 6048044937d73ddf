import { describe, expect, it } from 'vitest';
import { findConcepts, splitWords, stemWord } from './stemming.ts';

describe('splitWords', () => {
  it('lowercases and expands contractions', () => {
    expect(splitWords("Don't stop, it’s Q4 on my GPU!")).toEqual([
      'do',
      'not',
      'stop',
      'it',
      'q4',
      'on',
      'my',
      'gpu',
    ]);
  });

  it('ignores symbols and emoji', () => {
    expect(splitWords('?! 🦊 \ud800')).toEqual([]);
  });
});

describe('stemWord', () => {
  it.each([
    ['pictures', 'picture'],
    ['stopped', 'stop'],
    ['running', 'run'],
    ['galleries', 'gallery'],
    ['chats', 'chat'],
  ])('treats %s and %s as one stem', (a, b) => {
    expect(stemWord(a)).toBe(stemWord(b));
  });

  it('leaves short words alone', () => {
    expect(['gpu', 'is', 'gas'].map(stemWord)).toEqual(['gpu', 'is', 'gas']);
  });
});

describe('findConcepts', () => {
  it('groups words with the same meaning', () => {
    const shared = findConcepts(stemWord('photos')).filter((concept) =>
      findConcepts(stemWord('images')).includes(concept),
    );
    expect(shared).not.toEqual([]);
    expect(findConcepts('xylophone')).toEqual([]);
  });
});
