/** Shorter words have too many neighbours. */
const SHORTEST = 5;
const LONG = 9;

/**
 * Corrects words that nobody knows to the known word one letter or one swap of neighbours away (two
 * for long words) that begins with the same letter; the commonest if there are several. Known
 * words, short ones, and those like no other stay as they are.
 */
export function createSpelling(
  countOfWord: ReadonlyMap<string, number>,
  isKnown: (word: string) => boolean,
): (word: string) => string {
  const wordsOfInitial = new Map<string, string[]>();
  for (const word of countOfWord.keys())
    if (word.length >= SHORTEST - 1) {
      const words = wordsOfInitial.get(word.charAt(0));
      if (words) words.push(word);
      else wordsOfInitial.set(word.charAt(0), [word]);
    }
  return (word) => {
    if (word.length < SHORTEST || countOfWord.has(word) || isKnown(word)) return word;
    const most = word.length >= LONG ? 2 : 1;
    let best = { word, distance: most + 1, count: 0 };
    for (const known of wordsOfInitial.get(word.charAt(0)) ?? []) {
      const distance = measureDistance(word, known, most);
      const count = countOfWord.get(known) ?? 0;
      if (
        distance < best.distance ||
        (distance === best.distance && distance <= most && count > best.count)
      )
        best = { word: known, distance, count };
    }
    return best.word;
  };
}

/**
 * Letters to insert, drop or change, and neighbours to swap (optimal string alignment); more than
 * `most` is `most + 1`.
 */
function measureDistance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swap =
        a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (before[j - 2] ?? 0) + 1 : change;
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, swap));
    }
    [before, row] = [row, next];
  }
  return Math.min(row[b.length] ?? most + 1, most + 1);
}
