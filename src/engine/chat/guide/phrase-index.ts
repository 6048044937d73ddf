import { conceptGroups } from './synonyms.ts';
import { findConcepts, splitWords, stemWord } from './stemming.ts';
import { createPhraseLikeness } from './phrase-likeness.ts';
import { createSpelling } from './spelling.ts';
import { createTermTable, type Term, type TermTable } from './term-table.ts';
import { multiplyVectors, type WordVectors } from './word-vectors.ts';

/** Something that can be found by the ways people ask for it. */
export interface PhraseEntry {
  id: string;
  /** Ways to ask for it. */
  phrases: readonly string[];
  /** Its own words; they count half. */
  body?: string;
}

export interface PhraseMatch {
  id: string;
  /** Grows with similarity; comparable within one index. */
  score: number;
  /**
   * Share of the question's weight, 0 to 1, that the entry's words carry: what is not said there
   * counts against it.
   */
  coverage: number;
}

export interface PhraseIndex {
  /** All entries that share anything with the question, best first. */
  rank(question: string): PhraseMatch[];
}

const bodyWeight = 0.5;
const bigramWeight = 0.7;
const vectorWeight = 20;
/**
 * Weight of the similarity to the nearest phrases; fitted, like the others, on held-out wordings.
 */
const phraseWeights = { withVectors: 18, wordsOnly: 15 };
/** Bonus for a phrase with the same words in the same order, function words aside. */
const exactBonus = 12;
/** A question is in its first words; the rest of a long paste is ignored. */
const mostWords = 60;
/** Likeness of meaning is the mean over this many of the entry's nearest phrases. */
const nearestPhrases = 3;

/**
 * An index over a few hundred entries: BM25 over word stems with bigrams, the same over concepts,
 * the likeness to the nearest phrases, a bonus for a known phrase, and, when word vectors are
 * given, the cosine of the question to the nearest phrases. Typos are corrected.
 */
export function createPhraseIndex(
  entries: readonly PhraseEntry[],
  vectors?: WordVectors,
): PhraseIndex {
  const texts = listTexts(entries);
  const correct = createSpelling(countWords(texts), (word) => vectors?.hasWord(word) ?? false);
  const stems = tabulate(entries.length, texts, listStemTerms);
  const concepts = tabulate(entries.length, texts, listConceptTerms);
  const phrases = texts
    .filter(({ isBody }) => !isBody)
    .map(({ row, words }) => ({ row, stems: words.map(stemWord) }));
  const likePhrase = createPhraseLikeness(entries.length, phrases, stems.weigh);
  const meanings = vectors && createMeaningTable(entries, vectors);
  const exact = createExactTable(entries);
  const phraseWeight = vectors ? phraseWeights.withVectors : phraseWeights.wordsOnly;

  return {
    rank(question) {
      const words = splitWords(question).slice(0, mostWords).map(correct);
      const stemScores = stems.score(listStemTerms(words));
      const conceptScores = concepts.score(listConceptTerms(words));
      const coverage = measureCoverage(words, entries.length, stems, concepts);
      const likeness = meanings?.(words);
      const nearest = likePhrase(words.map(stemWord));
      const same = exact(words);
      const matches = entries.map(({ id }, row): PhraseMatch => {
        const said =
          (stemScores[row] ?? 0) + (conceptScores[row] ?? 0) + phraseWeight * (nearest[row] ?? 0);
        const meant = vectorWeight * (likeness?.[row] ?? 0) + (same.has(row) ? exactBonus : 0);
        return { id, score: said + meant, coverage: coverage[row] ?? 0 };
      });
      return matches.filter(({ score }) => score > 0).sort((a, b) => b.score - a.score);
    },
  };
}

interface EntryText {
  row: number;
  words: readonly string[];
  /** Of what the entry says itself. */
  isBody: boolean;
}

function listTexts(entries: readonly PhraseEntry[]): EntryText[] {
  return entries.flatMap(({ phrases, body }, row) => [
    ...phrases.map((phrase) => ({ row, words: splitWords(phrase), isBody: false })),
    ...(body === undefined ? [] : [{ row, words: splitWords(body), isBody: true }]),
  ]);
}

function countWords(texts: readonly EntryText[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { words } of texts)
    for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  for (const word of conceptGroups.flatMap((group) => group.split(' ')))
    counts.set(word, counts.get(word) ?? 1);
  return counts;
}

function tabulate(
  count: number,
  texts: readonly EntryText[],
  listTerms: (words: readonly string[]) => Term[],
): TermTable {
  const weighed = texts.map(({ row, words, isBody }) => ({
    row,
    terms: listTerms(words),
    weight: isBody ? bodyWeight : 1,
  }));
  return createTermTable(count, weighed);
}

/** Stems and pairs of neighbouring stems, each once. */
function listStemTerms(words: readonly string[]): Term[] {
  const stems = words.map(stemWord);
  const pairs = stems.slice(1).map((stem, i) => `${stems[i]} ${stem}`);
  return [
    ...listOnce(stems).map((key) => ({ key, weight: 1 })),
    ...listOnce(pairs).map((key) => ({ key, weight: bigramWeight })),
  ];
}

function listConceptTerms(words: readonly string[]): Term[] {
  return listOnce(words.flatMap((word) => findConcepts(stemWord(word)))).map((concept) => ({
    key: String(concept),
    weight: 1,
  }));
}

function listOnce<Item>(items: readonly Item[]): Item[] {
  return [...new Set(items)];
}

/**
 * For every entry, the share of the words' weight that it carries, as the word itself or as a word
 * of the same concept.
 */
function measureCoverage(
  words: readonly string[],
  count: number,
  stems: TermTable,
  concepts: TermTable,
): Float64Array {
  const coverage = new Float64Array(count);
  const found = listOnce(words.map(stemWord)).map((stem) => ({ stem, weight: stems.weigh(stem) }));
  const all = found.reduce((sum, { weight }) => sum + weight, 0);
  for (const { stem, weight } of found) {
    const holders = new Set([
      ...stems.listHolders(stem),
      ...findConcepts(stem).flatMap((concept) => concepts.listHolders(String(concept))),
    ]);
    for (const row of holders) coverage[row] = (coverage[row] ?? 0) + weight / all;
  }
  return coverage;
}

/** Likeness of meaning of every entry to words: the mean cosine of its nearest phrases. */
function createMeaningTable(
  entries: readonly PhraseEntry[],
  vectors: WordVectors,
): (words: readonly string[]) => Float64Array {
  const size = vectors.dimensions;
  const phrases = entries.flatMap((entry, row) => entry.phrases.map((phrase) => ({ row, phrase })));
  const table = new Float32Array(phrases.length * size);
  for (const [place, { phrase }] of phrases.entries())
    table.set(vectors.embedWords(splitWords(phrase)), place * size);

  return (words) => {
    const target = vectors.embedWords(words);
    const nearest = entries.map(() => new Float64Array(nearestPhrases));
    for (const [place, { row }] of phrases.entries()) {
      const likeness = multiplyVectors(target, table, place * size);
      const best = nearest[row];
      if (best) insertDescending(best, likeness);
    }
    return Float64Array.from(
      nearest,
      (best) => best.reduce((sum, likeness) => sum + likeness, 0) / nearestPhrases,
    );
  };
}

/** Keeps the largest numbers, largest first. */
function insertDescending(largest: Float64Array, value: number): void {
  for (let i = 0; i < largest.length; i++) {
    const other = largest[i] ?? 0;
    if (value <= other) continue;
    largest[i] = value;
    value = other;
  }
}

const functionWords = new Set(
  'a an the do does did can could i we you me my is are it to how what where which please would like want of in for with there here and so this that'.split(
    ' ',
  ),
);

/**
 * The entries that have a phrase of the same words in the same order, function words aside unless
 * there are no others.
 */
function createExactTable(
  entries: readonly PhraseEntry[],
): (words: readonly string[]) => ReadonlySet<number> {
  const rowsOfKey = new Map<string, Set<number>>();
  for (const [row, { phrases }] of entries.entries())
    for (const phrase of phrases) {
      const key = makeExactKey(splitWords(phrase));
      rowsOfKey.set(key, (rowsOfKey.get(key) ?? new Set()).add(row));
    }
  const none: ReadonlySet<number> = new Set();
  return (words) => (words.length === 0 ? none : (rowsOfKey.get(makeExactKey(words)) ?? none));
}

function makeExactKey(words: readonly string[]): string {
  const kept = words.filter((word) => !functionWords.has(word));
  return (kept.length > 0 ? kept : words).map(stemWord).join(' ');
}
