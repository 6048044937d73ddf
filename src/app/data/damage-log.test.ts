import { expect, it } from 'vitest';
import type { Damage } from '../../storage/damage/damage.ts';
import { createDamageLog } from './damage-log.ts';

const damage = (key: string, kind: Damage['kind'] = 'picture'): Damage => ({
  ...{ kind, key, outcome: 'left-out', stored: { key } },
});

function openStorage() {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => void kept.set(key, text),
    removeItem: (key: string) => void kept.delete(key),
  };
}

it('tells each damage once, and none again that was dismissed', () => {
  const storage = openStorage();
  const log = createDamageLog(storage);
  log.report([damage('a')]);
  log.report([damage('a'), damage('b')]);
  expect(log.state.getState().map(({ key }) => key)).toEqual(['a', 'b']);

  const undismissed = createDamageLog(storage);
  undismissed.report([damage('a')]);
  expect(undismissed.state.getState()).toHaveLength(1);

  log.dismiss();
  expect(log.state.getState()).toEqual([]);
  const later = createDamageLog(storage);
  later.report([damage('a'), damage('b'), damage('c')]);
  expect(later.state.getState().map(({ key }) => key)).toEqual(['c']);
});

it('tells settings that are damaged another time', () => {
  const storage = openStorage();
  const log = createDamageLog(storage);
  let dismissed = 0;
  log.onDismiss(() => dismissed++);
  log.report([damage('', 'settings'), damage('theme', 'setting')]);
  log.dismiss();
  expect(dismissed).toBe(1);
  const later = createDamageLog(storage);
  later.report([damage('', 'settings'), damage('theme', 'setting')]);
  expect(later.state.getState()).toHaveLength(2);
});

it('works where nothing can be kept, and with anything that was', () => {
  const full = { ...openStorage(), setItem: () => expect.fail('full') };
  const log = createDamageLog({ ...full, getItem: () => '{"a":' });
  log.report([damage('a')]);
  log.dismiss();
  expect(log.state.getState()).toEqual([]);
});
