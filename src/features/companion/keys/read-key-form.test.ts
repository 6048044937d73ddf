import { expect, it } from 'vitest';
import { EMPTY_FORM, readKeyForm } from './read-key-form.ts';

const read = (part: Partial<typeof EMPTY_FORM>) => readKeyForm({ ...EMPTY_FORM, ...part });
const limit = (amount: string) => ({
  limits: { ...EMPTY_FORM.limits, tokens: { amount, per: 'minute' as const } },
});

it('wants by default all but administration, without limits and for ever', () => {
  expect(read({ name: ' phone ' })).toEqual({
    wanted: { name: 'phone', scopes: ['chat', 'images', 'speech', 'studio'], limits: [] },
  });
});

it('wants what was chosen', () => {
  expect(read({ name: 'a', scopes: ['admin'], days: '0.5', ...limit(' 500 ') })).toEqual({
    wanted: {
      ...{ name: 'a', scopes: ['admin'], expiresInDays: 0.5 },
      limits: [{ unit: 'tokens', amount: 500, per: 'minute' }],
    },
  });
});

it.each([
  [{}, 'name'],
  [{ name: 'a', scopes: [] }, 'used for'],
  [{ name: 'a', ...limit('0') }, 'whole number'],
  [{ name: 'a', ...limit('1.5') }, 'whole number'],
  [{ name: 'a', ...limit('many') }, 'whole number'],
  [{ name: 'a', days: '-1' }, 'days'],
  [{ name: 'a', days: 'soon' }, 'days'],
  [{ name: 'a', days: '99999' }, 'days'],
])('says what is wrong: %j', (part, words) => {
  const { wanted, error } = read(part);
  expect(wanted).toBeUndefined();
  expect(error).toMatch(new RegExp(`${words}.*\\.$`));
});
