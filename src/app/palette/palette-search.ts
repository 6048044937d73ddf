/** Something that the palette can open. */
export interface PaletteEntry {
  /** Unique within its group. */
  key: string;
  title: string;
  /** A few words beside it. */
  detail?: string;
  /** Found by these words, too. */
  words?: string;
  run(): void;
}

const fold = (text: string) =>
  text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();

/** The words that someone typed, folded: all of them must be found, in any order. */
export function splitQuery(query: string): string[] {
  return fold(query).split(/\s+/).filter(Boolean);
}

/**
 * The best entries for the words, at most `limit`: those whose title begins with them first, then
 * those with a word that does, then all that have them anywhere; within each, in their order. Case,
 * accents and width of letters do not matter. Everything fits no words.
 */
export function searchEntries<T extends Pick<PaletteEntry, 'title' | 'words'>>(
  entries: Iterable<T>,
  words: readonly string[],
  limit: number,
): T[] {
  const ranks: T[][] = [[], [], []];
  for (const entry of entries) {
    const rank = rankEntry(entry, words);
    if (rank === undefined) continue;
    const found = ranks[rank] as T[];
    if (found.length < limit) found.push(entry);
    if (rank === 0 && found.length === limit) break;
  }
  return ranks.flat().slice(0, limit);
}

function rankEntry(
  { title, words: more = '' }: Pick<PaletteEntry, 'title' | 'words'>,
  words: readonly string[],
) {
  if (words.length === 0) return 0;
  const name = fold(title);
  const text = more ? `${name} ${fold(more)}` : name;
  if (!words.every((word) => text.includes(word))) return undefined;
  const [first = ''] = words;
  if (name.startsWith(first)) return 0;
  return name.includes(` ${first}`) ? 1 : 2;
}
