import { fold, type Word } from './split-words.ts';

/**
 * Words or phrases that mean the same, in any language, separated by commas. Upper case and accents
 * do not matter. `*` stands for any ending ("piekarni*") or any beginning ("*bäckerei"); `=` asks for
 * a capital ("=Turkey"), `pl:` for a language ("pl:para", which is "for" in Spanish).
 */
export type CueWords = string;

/** Where a cue was found. */
export interface CueMatch<T> {
  means: T;
  /** Index of its first word. */
  at: number;
  /** Number of words. */
  length: number;
}

/** Finds the cues of one table. */
export interface CueFinder<T> {
  /** Longest first, none overlapping another. `language`: of the brief, BCP 47. */
  find(words: readonly Word[], language: string | undefined): CueMatch<T>[];
}

interface Entry<T> {
  means: T;
  needsCapital: boolean;
  language: string | undefined;
}

const MOST_WORDS = 6;
const LONGEST_CUE = 40;
const SHORTEST_OPEN_CUE = 2;
const SHORTEST_ENDING = 3;

/**
 * Makes a finder of a table.
 *
 * @example
 * import { splitWords } from './split-words.ts';
 * const finder = createCueFinder([['Lisboa, Lissabon', 'Portugal'], ['wander*', 'travel']]);
 * const words = splitWords('Wanderungen bei LISSABON');
 * finder.find(words, 'de').map(({ means }) => means); // → ['travel', 'Portugal']
 */
export function createCueFinder<T>(table: Iterable<readonly [CueWords, T]>): CueFinder<T> {
  const index = createIndex(table);
  return {
    find(words, language) {
      const matches: CueMatch<T>[] = [];
      for (let at = 0; at < words.length; at++) {
        const found = findLongest(words, at, language, index);
        if (!found) continue;
        matches.push(...found.entries.map(({ means }) => ({ means, at, length: found.length })));
        at += found.length - 1;
      }
      return matches;
    },
  };
}

type EntryMap<T> = Map<string, Entry<T>[]>;

interface CueIndex<T> {
  whole: EntryMap<T>;
  beginnings: EntryMap<T>;
  endings: EntryMap<T>;
  /** First words of cues of several. */
  phraseStarts: Set<string>;
}

function createIndex<T>(table: Iterable<readonly [CueWords, T]>): CueIndex<T> {
  const index: CueIndex<T> = {
    whole: new Map(),
    beginnings: new Map(),
    endings: new Map(),
    phraseStarts: new Set(),
  };
  for (const [words, means] of table)
    for (const word of words.split(',')) {
      const { key, isOpenEnded, isOpenFronted, ...rest } = parseCue(word.trim());
      if (key === '') continue;
      const entry = { ...rest, means };
      if (key.includes(' ')) index.phraseStarts.add(key.slice(0, key.indexOf(' ')));
      // A cue may be open at both ends: "*haus*".
      if (isOpenFronted) add(index.endings, key, entry);
      if (isOpenEnded) add(index.beginnings, key, entry);
      if (!isOpenFronted && !isOpenEnded) add(index.whole, key, entry);
    }
  return index;
}

/** What is open takes letters of the last word, never words. `lastWord`: its length. */
function lookUp<T>(
  { whole, beginnings, endings }: CueIndex<T>,
  key: string,
  lastWord: number,
): readonly Entry<T>[] {
  const found = whole.get(key);
  if (found) return found;
  const shortest = Math.max(SHORTEST_OPEN_CUE, key.length - lastWord + 1);
  for (let end = Math.min(key.length, LONGEST_CUE); end >= shortest; end--) {
    const begun = beginnings.get(key.slice(0, end));
    if (begun) return begun;
  }
  if (lastWord < key.length) return [];
  const first = Math.max(0, key.length - LONGEST_CUE);
  for (let begin = first; begin <= key.length - SHORTEST_ENDING; begin++) {
    const ended = endings.get(key.slice(begin));
    if (ended) return ended;
  }
  return [];
}

function findLongest<T>(
  words: readonly Word[],
  at: number,
  language: string | undefined,
  index: CueIndex<T>,
): { entries: Entry<T>[]; length: number } | undefined {
  const first = words[at];
  if (!first) return undefined;
  const isUsable = (entry: Entry<T>) =>
    (!entry.needsCapital || first.isCapital) &&
    (entry.language === undefined || entry.language === language);
  const mayGoOn =
    words[at + 1]?.isJoined || first.forms.some((form) => index.phraseStarts.has(form));
  const most = mayGoOn ? Math.min(MOST_WORDS, words.length - at) : 1;
  for (let length = most; length > 0; length--) {
    const joined = joinWords(words.slice(at, at + length));
    if (joined === undefined) continue;
    const lastWord = words[at + length - 1]?.text.length ?? 0;
    const entries = first.forms
      .flatMap((form) => lookUp(index, form + joined.slice(first.text.length), lastWord))
      .filter(isUsable);
    if (entries.length > 0) return { entries: [...new Set(entries)], length };
  }
  return undefined;
}

/** As a phrase is looked up; undefined where punctuation separates its words. */
function joinWords(words: readonly Word[]): string | undefined {
  let text = '';
  for (const [index, word] of words.entries()) {
    if (index > 0 && word.isAfterPause) return undefined;
    text += index > 0 && !word.isJoined ? ` ${word.text}` : word.text;
  }
  return text;
}

function parseCue(word: string) {
  const [, language, needsCapital, front, text = '', end] =
    /^(?:([a-z]{2}):)?(=?)(\*?)(.*?)(\*?)$/u.exec(word) ?? [];
  return {
    key: fold(text)
      .replace(/[^\p{L}\p{M}\p{N}\p{Sc}]+/gu, ' ')
      .trim(),
    language,
    needsCapital: needsCapital === '=',
    isOpenFronted: front === '*',
    // Korean words take their particles at the end; of Chinese words a dictionary makes longer ones.
    isOpenEnded: end === '*' || /\p{Script=Hangul}$|\p{Script=Han}{2}$/u.test(text),
  };
}

function add<T>(map: Map<string, Entry<T>[]>, key: string, entry: Entry<T>): void {
  map.set(key, [...(map.get(key) ?? []), entry]);
}
