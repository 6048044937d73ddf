import { findConcepts, splitWords, stemWord } from './language.ts';
import { multiplyVectors, type WordVectors } from './word-vectors.ts';

/** Something to be found by the ways in which people ask for it. */
export interface PhraseEntry {
  id: string;
  /** Ways to ask for it. */
  phrases: readonly string[];
  /** What it says itself; its words count half. */
  body?: string;
}

export interface PhraseMatch {
  id: string;
  /** Grows with the likeness; comparable within one index. */
  score: number;
  /** Share of the question's weight, 0 to 1, that the entry's words carry: what is not said there counts against it. */
  coverage: number;
}

export interface PhraseIndex {
  /** All entries that share anything with the question, best first. */
  rank(question: string): PhraseMatch[];
}

const bodyWeight = 0.5;
const bigramWeight = 0.7;
const vectorWeight = 20;
/** For a phrase of the same words in the same order, function words aside. */
const exactBonus = 12;
/** A question is said in its first words; the rest of a long paste is not looked at. */
const mostWords = 60;
/** Likeness of meaning is the mean over this many of the entry's nearest phrases. */
const nearestPhrases = 3;

/**
 * An index over a few hundred entries: BM25 (Robertson and Zaragoza 2009) over word stems with bigrams, the same over concepts, a bonus for a
 * known phrase, and, when word vectors are given, the cosine of the question to the nearest phrases.
 */
export function createPhraseIndex(entries: readonly PhraseEntry[], vectors?: WordVectors): PhraseIndex {
  const stems = createTermTable(entries, listStemTerms);
  const concepts = createTermTable(entries, listConceptTerms);
  const meanings = vectors && createMeaningTable(entries, vectors);
  const exact = createExactTable(entries);

  return {
    rank(question) {
      const words = splitWords(question).slice(0, mostWords);
      const stemScores = stems.score(listStemTerms(words));
      const conceptScores = concepts.score(listConceptTerms(words));
      const coverage = measureCoverage(words, entries.length, stems, concepts);
      const likeness = meanings?.(words);
      const same = exact(words);
      const matches = entries.map(({ id }, row): PhraseMatch => {
        const found = (stemScores[row] ?? 0) + (conceptScores[row] ?? 0) + vectorWeight * (likeness?.[row] ?? 0);
        return { id, score: found + (same.has(row) ? exactBonus : 0), coverage: coverage[row] ?? 0 };
      });
      return matches.filter(({ score }) => score > 0).sort((a, b) => b.score - a.score);
    },
  };
}

interface Term {
  key: string;
  weight: number;
}

interface TermTable {
  /** BM25 of every entry. */
  score(terms: readonly Term[]): Float64Array;
  /** Inverse document frequency; the highest for a term that no entry has. */
  weigh(key: string): number;
  /** The entries that have the term. */
  listHolders(key: string): readonly number[];
}

function createTermTable(entries: readonly PhraseEntry[], listTerms: (words: readonly string[]) => Term[]): TermTable {
  const postings = new Map<string, Map<number, number>>();
  const lengths = new Float64Array(entries.length);
  const add = (row: number, text: string, weight: number) => {
    for (const { key } of listTerms(splitWords(text))) {
      const rows = postings.get(key) ?? new Map<number, number>();
      postings.set(key, rows.set(row, (rows.get(row) ?? 0) + weight));
      lengths[row] = (lengths[row] ?? 0) + weight;
    }
  };
  for (const [row, { phrases, body }] of entries.entries()) {
    for (const phrase of phrases) add(row, phrase, 1);
    if (body !== undefined) add(row, body, bodyWeight);
  }
  const average = lengths.reduce((sum, length) => sum + length, 0) / entries.length;
  const weigh = (key: string) => {
    const holders = postings.get(key)?.size ?? 0;
    return Math.log(1 + (entries.length - holders + 0.5) / (holders + 0.5));
  };

  return {
    weigh,
    listHolders: (key) => [...(postings.get(key)?.keys() ?? [])],
    score(terms) {
      const scores = new Float64Array(entries.length);
      for (const { key, weight } of terms)
        for (const [row, count] of postings.get(key) ?? []) {
          const saturated = (count * 2.2) / (count + 1.2 * (0.5 + (0.5 * (lengths[row] ?? 0)) / average));
          scores[row] = (scores[row] ?? 0) + weight * weigh(key) * saturated;
        }
      return scores;
    },
  };
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

/** For every entry, the share of the words' weight that it carries, as the word itself or as a word of the same concept. */
function measureCoverage(words: readonly string[], count: number, stems: TermTable, concepts: TermTable): Float64Array {
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
  for (const [place, { phrase }] of phrases.entries()) table.set(vectors.embedWords(splitWords(phrase)), place * size);

  return (words) => {
    const target = vectors.embedWords(words);
    const nearest = entries.map(() => new Float64Array(nearestPhrases));
    for (const [place, { row }] of phrases.entries()) {
      const likeness = multiplyVectors(target, table, place * size);
      const best = nearest[row];
      if (best) insertDescending(best, likeness);
    }
    return Float64Array.from(nearest, (best) => best.reduce((sum, likeness) => sum + likeness, 0) / nearestPhrases);
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

/** The entries that have a phrase of the same words in the same order, function words aside unless there are no others. */
function createExactTable(entries: readonly PhraseEntry[]): (words: readonly string[]) => ReadonlySet<number> {
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
