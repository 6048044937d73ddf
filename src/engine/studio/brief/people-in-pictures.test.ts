import { describe, expect, it } from 'vitest';
import { withoutInventedLooks } from './people-in-pictures.ts';

describe('withoutInventedLooks', () => {
  it.each([
    ['A Portuguese woman behind a counter, in Portugal', 'A person behind a counter, in Portugal'],
    ['Two young attractive men laughing, warm light', 'Two people laughing, warm light'],
    ['Beautiful blonde girls at a table', 'children at a table'],
    ['A team of diverse workers', 'A team of diverse workers'],
    ['An old bakery on a black street', 'An old bakery on a black street'],
    ['A street in Japan, geisha with a fan, lanterns', 'A street in Japan, lanterns'],
    ['Tacos on a plate, a man in a sombrero', 'Tacos on a plate'],
    ['A café, soft light, traditional costumes', 'A café, soft light'],
    ['A white cup on a table', 'A white cup on a table'],
  ])('%s', (prompt, kept) => {
    expect(withoutInventedLooks(prompt, 'a poster')).toBe(kept);
  });

  it.each([
    ['An elderly Japanese woman', 'portrait of an elderly Japanese woman'],
    ['A woman in a kimono', 'women in kimonos'],
    ['The Eiffel Tower at night', 'Eiffel tower by night'],
    ['A girl with a kite', 'une fille; a girl'],
  ])('keeps what the brief says: %s', (prompt, said) => {
    expect(withoutInventedLooks(prompt, said)).toBe(prompt);
  });

  it('gives up a prompt that shows nothing but a cliché', () => {
    expect(withoutInventedLooks('The Taj Mahal, warm light', 'tea shop in India')).toBeUndefined();
    expect(withoutInventedLooks('', '')).toBeUndefined();
  });
});
