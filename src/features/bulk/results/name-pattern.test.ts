import { describe, expect, it } from 'vitest';
import { checkPattern, fillPattern } from './name-pattern.ts';

const VALUES = {
  name: 'Red fox',
  size: 'og',
  width: '1200',
  height: '630',
  index: '007',
  ext: 'webp',
};

describe('patterns of file names', () => {
  it.each([
    ['{name}-{size}', 'Red fox-og'],
    ['{index} {name} {width}x{height}.{ext}', '007 Red fox 1200x630'],
    ['{ext}-{index}', 'webp-007'],
    ['web', 'web'],
    ['   ', 'Red fox-og'],
    ['..{name}.', 'Red fox'],
    // Not valid: as if there were none.
    ['{title}', 'Red fox-og'],
  ])('%j is %j', (pattern, name) => {
    expect(fillPattern(pattern, VALUES)).toBe(name);
  });

  it.each([
    ['{title}', 'There is no {title}. There are {name}, {size}'],
    ['a/{name}', 'cannot have /'],
    ['{name}:{size}', 'cannot have :'],
    ['{name', 'brace'],
    ['x'.repeat(121), 'at most 120'],
  ])('%j is refused with a sentence', (pattern, sentence) => {
    expect(checkPattern(pattern)).toContain(sentence);
  });
});
