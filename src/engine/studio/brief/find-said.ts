import { createCueFinder, type CueFinder, type CueWords } from './match-cues.ts';
import { isNegated } from './negations.ts';
import type { Word } from './split-words.ts';

/** A brief that is searched for cues. */
export interface SaidText {
  text: string;
  words: readonly Word[];
  /** BCP 47. */
  language: string;
}

/** What a brief says, and with which words. */
export interface FoundCue<T> {
  means: T;
  /** As the brief writes it. */
  cue: string;
  /** Index and number of its words. */
  at: number;
  length: number;
}

/** A finder of the keys of a table by their words. */
export function createFinderOf<Key extends string>(
  table: Readonly<Record<Key, CueWords>>,
): CueFinder<Key> {
  const entries = Object.entries(table) as [Key, CueWords][];
  return createCueFinder(entries.map(([key, words]) => [words, key] as const));
}

/** The cues in a text, in its order, without what it says must not be there. */
export function findSaid<T>(finder: CueFinder<T>, said: SaidText): FoundCue<T>[] {
  return findCues(finder, said, false);
}

/** The cues of what must not be there. */
export function findUnwanted<T>(finder: CueFinder<T>, said: SaidText): FoundCue<T>[] {
  return findCues(finder, said, true);
}

function findCues<T>(
  finder: CueFinder<T>,
  { text, words, language }: SaidText,
  isUnwanted: boolean,
): FoundCue<T>[] {
  return finder
    .find(words, language)
    .filter((match) => isNegated(match, words, language) === isUnwanted)
    .map(({ means, at, length }) => ({
      means,
      at,
      length,
      cue: text.slice(words[at]?.start, words[at + length - 1]?.end),
    }));
}
