import { findConcepts } from './stemming.ts';

/** The weight of a synonym, relative to the word itself. */
const CONCEPT_SHARE = 0.6;
/** An entry is as like a question as its nearest phrases are: the first counts most. */
const NEAREST_SHARES = [0.7, 0.3] as const;

export interface StemmedPhrase {
  row: number;
  stems: readonly string[];
}

/**
 * Likeness of every entry to a question, 0 to 1, by its nearest phrases: the cosine over stems,
 * rare ones weighing more, where a word of the same concept counts for part of one. Where BM25 sums
 * up all that an entry has, this asks whether one phrase says the whole.
 */
export function createPhraseLikeness(
  count: number,
  phrases: readonly StemmedPhrase[],
  weigh: (stem: string) => number,
): (stems: readonly string[]) => Float64Array {
  const placesOfStem = new Map<string, number[]>();
  const placesOfConcept = new Map<number, number[]>();
  const lengths = phrases.map(({ stems }) => measureLength(stems, weigh));
  for (const [place, { stems }] of phrases.entries()) {
    for (const stem of new Set(stems)) push(placesOfStem, stem, place);
    for (const concept of new Set(stems.flatMap(findConcepts)))
      push(placesOfConcept, concept, place);
  }
  /**
   * The stem for which a phrase was counted last: a phrase counts once, however many concepts it
   * shares.
   */
  const countedFor = new Int32Array(phrases.length);
  let stemNumber = 0;
  function addTo(sums: Float64Array, places: readonly number[] | undefined, amount: number): void {
    for (const place of places ?? []) {
      if (countedFor[place] === stemNumber) continue;
      countedFor[place] = stemNumber;
      sums[place] = (sums[place] ?? 0) + amount;
    }
  }
  function addStem(sums: Float64Array, stem: string): void {
    stemNumber++;
    const square = weigh(stem) ** 2;
    addTo(sums, placesOfStem.get(stem), square);
    for (const concept of findConcepts(stem))
      addTo(sums, placesOfConcept.get(concept), CONCEPT_SHARE * square);
  }
  return (stems) => {
    const sums = new Float64Array(phrases.length);
    for (const stem of new Set(stems)) addStem(sums, stem);
    const length = measureLength(stems, weigh);
    const first = new Float64Array(count);
    const second = new Float64Array(count);
    for (const [place, { row }] of phrases.entries()) {
      const likeness = sums[place]
        ? Math.min(1, sums[place] / (length * (lengths[place] ?? 1)))
        : 0;
      if (likeness > (first[row] ?? 0)) {
        second[row] = first[row] ?? 0;
        first[row] = likeness;
      } else if (likeness > (second[row] ?? 0)) second[row] = likeness;
    }
    return first.map(
      (best, row) => NEAREST_SHARES[0] * best + NEAREST_SHARES[1] * (second[row] ?? 0),
    );
  };
}

function measureLength(stems: readonly string[], weigh: (stem: string) => number): number {
  return Math.sqrt([...new Set(stems)].reduce((sum, stem) => sum + weigh(stem) ** 2, 0));
}

function push<Key>(places: Map<Key, number[]>, key: Key, place: number): void {
  const list = places.get(key);
  if (list) list.push(place);
  else places.set(key, [place]);
}
