import type { DocumentChapter } from './document-text.ts';
import type { BookPart } from './epub-contents.ts';
import type { PageHeading } from './html-text.ts';

/** Chapters and their parts; deeper levels would make a list as long as the text. */
const LEVELS = 2;

interface Book {
  contents: readonly BookPart[];
  /** Where each page begins in the text. */
  starts: ReadonlyMap<string, number>;
  length: number;
}

/**
 * Chapters by the book's own contents, else by the headings of its two highest levels. An entry of
 * the contents that is not the first of its page stands at the heading of its name. None if there
 * are fewer than two: a single chapter is the text.
 */
export function listChapters(
  headings: readonly PageHeading[],
  book?: Book,
): { chapters?: DocumentChapter[] } {
  const named = book ? placeContents(book, headings) : [];
  const chapters = named.length > 1 ? named : chooseHeadings(headings);
  return chapters.length > 1 ? { chapters } : {};
}

function placeContents(
  { contents, starts, length }: Book,
  headings: readonly PageHeading[],
): DocumentChapter[] {
  const seen = new Set<string>();
  const placed = contents.flatMap(({ title, page }) => {
    const pageStart = starts.get(page);
    const isFirst = !seen.has(page);
    seen.add(page);
    if (pageStart === undefined) return [];
    const start = isFirst
      ? pageStart
      : headings.find((heading) => heading.start >= pageStart && isSame(heading.title, title))
          ?.start;
    return start === undefined || start >= length ? [] : [{ title, start }];
  });
  return keepOrder(placed);
}

const isSame = (one: string, other: string) => plain(one) === plain(other);
const plain = (title: string) => title.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');

/** Headings of the highest levels in use. */
export function chooseHeadings(headings: readonly PageHeading[]): DocumentChapter[] {
  const levels = [...new Set(headings.map(({ level }) => level))]
    .sort((a, b) => a - b)
    .slice(0, LEVELS);
  return keepOrder(
    headings
      .filter(({ level }) => levels.includes(level))
      .map(({ title, start }) => ({ title, start })),
  );
}

/** One chapter per position, in the order of the text. */
export function keepOrder(chapters: readonly DocumentChapter[]): DocumentChapter[] {
  const sorted = chapters.toSorted((a, b) => a.start - b.start);
  return sorted.filter(({ start }, index) => start !== sorted[index - 1]?.start);
}
