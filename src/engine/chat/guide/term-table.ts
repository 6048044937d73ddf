/** A term in a text, and how much it counts. */
export interface Term {
  key: string;
  weight: number;
}

/** A text of an entry; the words of an answer count less than those of a question. */
export interface WeighedText {
  row: number;
  terms: readonly Term[];
  weight: number;
}

export interface TermTable {
  /** BM25 of every entry. */
  score(terms: readonly Term[]): Float64Array;
  /** Inverse document frequency; the highest for a term that no entry has. */
  weigh(key: string): number;
  /** The entries that have the term. */
  listHolders(key: string): readonly number[];
}

/** BM25 (Robertson and Zaragoza 2009) over the terms of `count` entries. */
export function createTermTable(count: number, texts: readonly WeighedText[]): TermTable {
  const postings = new Map<string, Map<number, number>>();
  const lengths = new Float64Array(count);
  for (const { row, terms, weight } of texts)
    for (const { key } of terms) {
      const rows = postings.get(key) ?? new Map<number, number>();
      postings.set(key, rows.set(row, (rows.get(row) ?? 0) + weight));
      lengths[row] = (lengths[row] ?? 0) + weight;
    }
  const average = lengths.reduce((sum, length) => sum + length, 0) / count;
  const weigh = (key: string) => {
    const holders = postings.get(key)?.size ?? 0;
    return Math.log(1 + (count - holders + 0.5) / (holders + 0.5));
  };
  return {
    weigh,
    listHolders: (key) => [...(postings.get(key)?.keys() ?? [])],
    score(terms) {
      const scores = new Float64Array(count);
      for (const { key, weight } of terms)
        for (const [row, frequency] of postings.get(key) ?? []) {
          const saturated =
            (frequency * 2.2) / (frequency + 1.2 * (0.5 + (0.5 * (lengths[row] ?? 0)) / average));
          scores[row] = (scores[row] ?? 0) + weight * weigh(key) * saturated;
        }
      return scores;
    },
  };
}
