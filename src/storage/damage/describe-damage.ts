import type { Damage, DamageKind } from './damage.ts';

/** One and several of each, in the order in which they are told. */
const NAMES: Readonly<Record<Exclude<DamageKind, 'settings'>, readonly [string, string]>> = {
  conversation: ['conversation', 'conversations'],
  message: ['message', 'messages'],
  picture: ['picture', 'pictures'],
  reading: ['reading', 'readings'],
  piece: ['piece of a reading', 'pieces of readings'],
  collection: ['collection', 'collections'],
  project: ['studio project', 'studio projects'],
  preset: ['preset', 'presets'],
  recipe: ['recipe', 'recipes'],
  setting: ['setting', 'settings'],
};
const KINDS = Object.keys(NAMES) as (keyof typeof NAMES)[];

const list = new Intl.ListFormat('en', { type: 'conjunction' });

/**
 * What happened, in sentences: "2 conversations and 1 picture could not be read and are not shown."
 * Empty without damages.
 */
export function describeDamage(damages: readonly Damage[]): string {
  const [leftOut, repaired] = [count(damages, 'left-out'), count(damages, 'repaired')];
  return [
    damages.some(({ kind }) => kind === 'settings') &&
      'The settings could not be read, so the defaults apply.',
    leftOut.text && `${leftOut.text} could not be read and ${leftOut.is} not shown.`,
    repaired.text && `${repaired.text} ${repaired.was} damaged and ${repaired.has} been repaired.`,
  ]
    .filter(Boolean)
    .join(' ');
}

function count(damages: readonly Damage[], outcome: Damage['outcome']) {
  const parts = KINDS.flatMap((kind) => {
    const number = damages.filter((each) => each.kind === kind && each.outcome === outcome).length;
    const [one, several] = NAMES[kind];
    return number === 0 ? [] : [{ number, text: `${number} ${number === 1 ? one : several}` }];
  });
  const isOne = parts.length === 1 && parts[0]?.number === 1;
  return {
    text: list.format(parts.map(({ text }) => text)),
    ...(isOne ? { is: 'is', was: 'was', has: 'has' } : { is: 'are', was: 'were', has: 'have' }),
  };
}
