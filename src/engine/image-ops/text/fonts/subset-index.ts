import type { FontFile } from '../canvas-platform.ts';
import type { FontFamily } from './font-table.ts';

/** Which of a family's files has a character. */
export type SubsetIndex = ReadonlyMap<number, FontFile>;

const known = new Map<FontFamily, Promise<SubsetIndex>>();

/** Reads the lists of a family's characters, once. */
export function indexSubsets(family: FontFamily): Promise<SubsetIndex> {
  const index = known.get(family) ?? readIndex(family);
  known.set(family, index);
  index.catch(() => known.delete(family));
  return index;
}

async function readIndex(family: FontFamily): Promise<SubsetIndex> {
  const index = new Map<number, FontFile>();
  // Of two files that list a character, the later has it, as in a style sheet.
  for (const [subset, ranges] of Object.entries(await family.readRanges())) {
    const file = describeFile(family, subset);
    for (const [first, last] of parseUnicodeRange(ranges))
      for (let point = first; point <= last; point++) index.set(point, file);
  }
  return index;
}

/** The files that East Asian fonts are cut into are numbered: `[7]`. */
function describeFile({ package: folder, weights }: FontFamily, subset: string): FontFile {
  const name = folder.slice(folder.indexOf('/') + 1);
  const family = `${name}-${subset.replace(/[[\]]/g, '')}`;
  return { family, path: `${folder}/files/${family}-wght-normal.woff2`, weights };
}

/**
 * The first and the last code point of each part.
 *
 * @example
 * parseUnicodeRange('U+20,U+3041-307F'); // → [[32, 32], [12353, 12415]]
 */
export function parseUnicodeRange(text: string): [first: number, last: number][] {
  return text.split(',').map((part) => {
    const [first = '', last = first] = part.trim().slice(2).split('-');
    return [parseInt(first, 16), parseInt(last, 16)];
  });
}
