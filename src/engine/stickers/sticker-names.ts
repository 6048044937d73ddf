import names from './sticker-names.json' with { type: 'json' };
import { articleOf } from '../indefinite-article.ts';

/** Every thing that the built-in sticker model draws, by the name that draws it best. */
export const STICKER_NAMES: readonly string[] = Object.keys(names);

/** The backgrounds that it knows, and the colours that it gives to things. */
export const STICKER_BACKGROUNDS =
  'white black gray red orange yellow green teal blue purple pink brown'.split(' ');

/** Colours that it knows by two words. */
const OTHER_COLOUR_WORDS: Readonly<Record<string, string>> = {
  grey: 'gray',
  violet: 'purple',
  turquoise: 'teal',
};

const nameOfAlias = new Map(
  Object.entries(names).flatMap(([name, aliases]) =>
    [name, ...aliases].map((alias) => [alias, name] as const),
  ),
);
const longestAlias = Math.max(...[...nameOfAlias.keys()].map((alias) => alias.split(' ').length));

/** The background that a text asks for, and its other words; a comma is a word. */
export function readStickerGround(text: string): {
  background: string | undefined;
  spoken: string[];
} {
  const plain = text
    .toLowerCase()
    .replace(/[^\p{L}\d' -]+/gu, ' , ')
    .replace(/\b(grey|violet|turquoise)\b/g, (word) => OTHER_COLOUR_WORDS[word] ?? word);
  const colours = STICKER_BACKGROUNDS.join('|');
  const place = new RegExp(
    `(?:\\b(?:on|in front of)\\s+(?:an?\\s+|the\\s+)?(${colours})(?:\\s+background)?|\\b(${colours})\\s+background|\\bbackground\\s+(${colours}))\\b`,
  );
  const found = place.exec(plain);
  const background = found?.[1] ?? found?.[2] ?? found?.[3];
  return { background, spoken: plain.replace(place, ' , ').split(/\s+/).filter(Boolean) };
}

/**
 * The things among words, the longest names first, singular or plural, and how often any is named;
 * and the words that are none.
 */
export function findStickers(spoken: readonly string[]): {
  things: string[];
  rest: string[];
  mentions: number;
} {
  const things: string[] = [];
  let mentions = 0;
  const rest: string[] = [];
  for (let at = 0; at < spoken.length;) {
    let size = Math.min(longestAlias, spoken.length - at);
    let name: string | undefined;
    for (; size > 0 && name === undefined; size--)
      name = findStickerName(spoken.slice(at, at + size).join(' '));
    if (name === undefined) rest.push(spoken[at] ?? '');
    else mentions++;
    if (name !== undefined && !things.includes(name)) things.push(name);
    at += name === undefined ? 1 : size + 1;
  }
  return { things, rest: rest.filter((word) => /\p{L}/u.test(word)), mentions };
}

/** The name of a thing that is called by it, by another word for it, or in the plural. */
export function findStickerName(text: string): string | undefined {
  return (
    nameOfAlias.get(text) ??
    nameOfAlias.get(text.replace(/s$/, '')) ??
    nameOfAlias.get(text.replace(/es$/, '')) ??
    nameOfAlias.get(text.replace(/ies$/, 'y')) ??
    nameOfAlias.get(text.replace(/ves$/, 'f')) ??
    nameOfAlias.get(text.replace(/ves$/, 'fe')) ??
    nameOfAlias.get(text.replace(/\S+$/, (word) => IRREGULAR_PLURALS[word] ?? word))
  );
}

const IRREGULAR_PLURALS: Readonly<Record<string, string>> = {
  mice: 'mouse',
  geese: 'goose',
  teeth: 'tooth',
  feet: 'foot',
  men: 'man',
  women: 'woman',
  snowmen: 'snowman',
  cacti: 'cactus',
};

/** "an owl and a pizza on a teal background": how the built-in model was taught to be asked. */
export function promptForStickers(things: readonly string[], background: string): string {
  return `${things.map(nameOne).join(' and ')} on ${articleOf(background)} ${background} background`;
}

/** "an owl", "a bus"; "scissors" are several already. */
function nameOne(name: string): string {
  return /s$/.test(name) && !/(ss|us|rhinoceros)$/.test(name) ? name : `${articleOf(name)} ${name}`;
}

/** Words of a prompt that name nothing and yet mean something to the model, or to nobody. */
const FILLERS = new Set(
  `a an the of in on at with and or to from by is it its my one two three four times both pair some another next beside near plus background sticker picture
  image icon emoji small tiny large big huge little left right side ${STICKER_BACKGROUNDS.join(' ')}`.split(
    /\s+/,
  ),
);
const TWICE = new Set('two three four 2 3 pair both some times'.split(' '));

/** The most things that the model draws in one picture. */
export const MAX_STICKERS = 2;

/** How the built-in model will understand a prompt. */
export interface StickerReading {
  /**
   * Things that it knows, as they are named; it draws one or two, the first on the left, and of
   * more it makes a muddle.
   */
  things: readonly string[];
  /** One thing is asked for twice: "two cats", "a cat and a cat". A plural alone draws one. */
  isTwice: boolean;
  background: string | undefined;
  /** Words that it does not know and passes over. */
  unknown: readonly string[];
  /** Names that are spelled nearly as an unknown word is, or begin with it. */
  suggestions: readonly string[];
}

/** Reads a prompt as the built-in model will. */
export function readStickerPrompt(prompt: string): StickerReading {
  const { background, spoken } = readStickerGround(prompt);
  const { things, rest, mentions } = findStickers(spoken);
  const unknown = [...new Set(rest.filter((word) => !FILLERS.has(word)))];
  const isTwice = things.length === 1 && (mentions > 1 || spoken.some((word) => TWICE.has(word)));
  return { things, isTwice, background, unknown, suggestions: suggestNames(unknown) };
}

const MAX_SUGGESTIONS = 6;

function suggestNames(words: readonly string[]): string[] {
  const suggestions = new Set<string>();
  for (const word of words.filter(({ length }) => length >= 2)) {
    const ranked = [...nameOfAlias]
      .map(([alias, name]) => ({ name, distance: measureDistance(word, alias) }))
      .filter(({ distance }) => distance <= Math.max(1, word.length / 4))
      .sort((a, b) => a.distance - b.distance);
    for (const { name } of ranked) suggestions.add(name);
  }
  return [...suggestions].slice(0, MAX_SUGGESTIONS);
}

/**
 * Letters to change; hardly anything for a word that another one begins with, or that stands in it.
 */
function measureDistance(word: string, alias: string): number {
  if (alias.startsWith(word)) return 0.1;
  if (alias.split(' ').some((part) => part.startsWith(word))) return 0.2;
  if (Math.abs(word.length - alias.length) > 2) return Infinity;
  let row = Array.from({ length: alias.length + 1 }, (_, index) => index);
  for (let i = 1; i <= word.length; i++) {
    const next = [i];
    for (let j = 1; j <= alias.length; j++) {
      const isSame = word[i - 1] === alias[j - 1];
      next.push(
        Math.min((row[j - 1] ?? 0) + (isSame ? 0 : 1), (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1),
      );
    }
    row = next;
  }
  return row.at(-1) ?? Infinity;
}
