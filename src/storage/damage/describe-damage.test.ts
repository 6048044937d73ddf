import { expect, it } from 'vitest';
import type { Damage, DamageKind } from './damage.ts';
import { describeDamage } from './describe-damage.ts';

const damage = (kind: DamageKind, outcome: Damage['outcome'] = 'left-out'): Damage => ({
  ...{ kind, outcome, key: 'a', stored: {} },
});

it('names what is not shown and what was repaired, each with its number', () => {
  expect(describeDamage([])).toBe('');
  expect(describeDamage([damage('conversation')])).toBe(
    '1 conversation could not be read and is not shown.',
  );
  expect(
    describeDamage([
      damage('picture'),
      damage('message'),
      damage('conversation'),
      damage('conversation'),
      damage('reading', 'repaired'),
    ]),
  ).toBe(
    '2 conversations, 1 message, and 1 picture could not be read and are not shown. 1 reading was damaged and has been repaired.',
  );
});

it('says what applies instead of settings', () => {
  expect(describeDamage([damage('settings'), damage('preset')])).toBe(
    'The settings could not be read, so the defaults apply. 1 preset could not be read and is not shown.',
  );
  expect(describeDamage([damage('setting', 'repaired'), damage('setting', 'repaired')])).toBe(
    '2 settings were damaged and have been repaired.',
  );
});
