import { checkTextLength } from './document-limits.ts';

/**
 * Collects the words of a page, with one space where there are many, and empty lines between
 * paragraphs.
 */
export interface TextBuilder {
  /** Characters so far. */
  readonly length: number;
  /** Where the next paragraph begins in the finished text. */
  readonly nextStart: number;
  /** `isKept`: with its spaces and line breaks. Throws `limit_exceeded`. */
  add(text: string, isKept?: boolean): void;
  breakLine(): void;
  endParagraph(): void;
  /** A space; a comma where two numbers would become one. */
  endCell(): void;
  /** What this paragraph has gained since a length was read. */
  textFrom(start: number): string;
  /** Takes that back. */
  cut(start: number): void;
  finish(): string;
}

/** Separators between two words, weakest first. */
const GAPS = ['', ' ', 'cell', '\n', '\n\n'] as const;
type Gap = (typeof GAPS)[number];

const PARAGRAPH_GAP = '\n\n';

export function createTextBuilder(): TextBuilder {
  const paragraphs: string[] = [];
  let finished = 0;
  let current = '';
  /** The end of `current`, which is expensive to inspect. */
  let last = '';
  let gap: Gap = '';
  const widen = (next: Gap) => {
    if (current !== '' && GAPS.indexOf(next) > GAPS.indexOf(gap)) gap = next;
  };
  const append = (piece: string) => {
    current += writeGap(gap, last, piece) + piece;
    last = piece;
    gap = '';
    checkTextLength(finished + current.length);
  };
  function endParagraph(): void {
    const paragraph = current.trimEnd();
    if (paragraph !== '') paragraphs.push(paragraph);
    finished += paragraph.length;
    current = '';
    gap = '';
  }
  return {
    get length() {
      return finished + current.length;
    },
    get nextStart() {
      const written = current.trimEnd();
      const isOpen = written !== '';
      return (
        finished + written.length + PARAGRAPH_GAP.length * (paragraphs.length + (isOpen ? 1 : 0))
      );
    },
    add(added, isKept = false) {
      const piece = isKept ? keepLines(added, current) : added.trim().replace(/[ \t\n\r\f]+/g, ' ');
      if (!isKept && /^\s/.test(added)) widen(' ');
      if (piece !== '') append(piece);
      if (!isKept && /\s$/.test(added)) widen(' ');
    },
    breakLine() {
      if (gap === '\n') endParagraph();
      else widen('\n');
    },
    endParagraph,
    endCell: () => widen('cell'),
    textFrom: (start) => current.slice(Math.max(0, start - finished)),
    cut(start) {
      if (start >= finished) current = current.slice(0, start - finished);
    },
    finish() {
      endParagraph();
      return paragraphs.join(PARAGRAPH_GAP);
    },
  };
}

/** A first line break belongs to the tag before it. */
function keepLines(added: string, before: string): string {
  return before === '' ? added.replace(/^[ \t]*\r?\n/, '') : added;
}

function writeGap(gap: Gap, last: string, next: string): string {
  if (gap !== 'cell') return gap;
  return /\p{N}$/u.test(last.slice(-2)) && /^[-−+]?\p{N}/u.test(next) ? ', ' : ' ';
}
