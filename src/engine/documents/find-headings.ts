import type { DocumentChapter } from './document-text.ts';
import type { PageHeading } from './html-text.ts';
import { chooseHeadings } from './list-chapters.ts';

const FENCE = /^[ \t]*(`{3,}|~{3,})/;
const HEADING = /^ {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$/;
const UNDERLINE = /^ {0,3}(?:(=+)|(-{2,}))[ \t]*$/;
/** "CHAPTER IV", "Part 2: The sea", as plain texts of books have them, on a line of their own. */
const NAMED =
  /^[ \t]*(?:chapter|part|book|volume|act|scene|canto|letter)[ \t]+(?:[ivxlcdm]+|\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten)\b.{0,80}$/i;

/**
 * The chapters that a text itself names: headings of Markdown, or "Chapter 1" on lines of their
 * own. Empty if there are fewer than two.
 */
export function findHeadings(text: string): DocumentChapter[] {
  const marked: PageHeading[] = [];
  const named: PageHeading[] = [];
  let fence: string | undefined;
  let before = { line: '', start: 0 };
  let start = 0;
  for (const whole of text.split('\n')) {
    const line = whole.replace(/\r$/, '');
    const [, mark] = FENCE.exec(line) ?? [];
    if (mark && (fence === undefined || mark.startsWith(fence)))
      fence = fence === undefined ? mark : undefined;
    if (fence === undefined && !mark) {
      const heading = readHeading(line, start, before);
      if (heading) marked.push(heading);
      if (before.line.trim() === '' && NAMED.test(line))
        named.push({ title: line.trim(), start, level: 1 });
    }
    before = { line: fence === undefined ? line : '', start };
    start += whole.length + 1;
  }
  const chapters = chooseHeadings(marked.length > 1 ? marked : named);
  return chapters.length > 1 ? chapters : [];
}

function readHeading(
  line: string,
  start: number,
  before: { line: string; start: number },
): PageHeading | undefined {
  const [, marks = '', words = ''] = HEADING.exec(line) ?? [];
  if (plain(words) !== '') return { title: plain(words), start, level: marks.length };
  const [, double, single] = UNDERLINE.exec(line) ?? [];
  const title = plain(before.line);
  if (!(double || single) || title === '' || /^[ \t]*(?:[-*+>|#]|\d+[.)])/.test(before.line))
    return undefined;
  return { title, start: before.start, level: double ? 1 : 2 };
}

/** Without Markdown marks. */
function plain(words: string): string {
  return words
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\*+|`+|~~/g, '')
    .trim();
}
