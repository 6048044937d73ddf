import { endsSentenceSoFar } from './sentence-end.ts';

/** The last marks of a sentence, with closing quotes and brackets. */
const MARKS = /(?:[.!?…]+|[。！？])["'”’»)\]*_`]*/g;
/** Ends that are looked at, the last first: in a text without end in brackets there is no other. */
const MAX_TRIES = 100;
const FENCE = /^[ \t]*(?:```|~~~)/gm;
/** Lines that are blocks on their own: headings, items, rows, fences, quotes, rules. */
const BLOCK_LINE =
  /^[ \t]*(?:#{1,6}[ \t]|[-*+][ \t]|\d{1,9}[.)][ \t]|\||>|```|~~~|[-=_*]{3,}[ \t]*$)/;

/**
 * How far a text that is still being written can be spoken: up to the end of its last whole
 * sentence or line after `from`, and never into a block of code, a link or code in a line whose end
 * is not there yet. Returns `from` when there is nothing whole.
 *
 * @example
 * const text = 'It rained. It was la';
 * text.slice(0, findCompleteEnd(text, 0)); // → 'It rained.'
 * findCompleteEnd(text, 10); // → 10
 */
export function findCompleteEnd(text: string, from: number): number {
  const limit = findLimit(text);
  const ends = [...listSentenceEnds(text, from, limit), ...listLineEnds(text, from, limit)].sort(
    (a, b) => b - a,
  );
  return ends.slice(0, MAX_TRIES).find((end) => !isInside(text.slice(from, end))) ?? from;
}

/** The beginning of an unfinished code block. */
function findLimit(text: string): number {
  const fences = [...text.matchAll(FENCE)].map(({ index }) => index);
  return fences.length % 2 === 1 ? (fences.at(-1) ?? text.length) : text.length;
}

function listSentenceEnds(text: string, from: number, limit: number): number[] {
  return [...text.slice(from, limit).matchAll(MARKS)].flatMap(({ 0: marks, index }) => {
    const start = from + index;
    const end = start + marks.length;
    const ends =
      /^[。！？]/.test(marks) ||
      (/\s/.test(text.charAt(end)) && endsSentenceSoFar(text, start, end));
    return ends ? [end] : [];
  });
}

/**
 * After a line that is a block, or before one, or before an empty line. Other lines may continue.
 */
function listLineEnds(text: string, from: number, limit: number): number[] {
  return [...text.slice(from, limit).matchAll(/\n/g)].flatMap(({ index }) => {
    const at = from + index;
    const line = text.slice(text.lastIndexOf('\n', at - 1) + 1, at);
    const rest = text.slice(at + 1);
    const ends =
      BLOCK_LINE.test(line) ||
      /^[ \t]*\n/.test(rest) ||
      (/^[^\n]/.test(rest) && BLOCK_LINE.test(rest));
    return ends ? [at + 1] : [];
  });
}

/** Whether a piece ends within a link, code in a line, or a tag: what it is comes later. */
function isInside(piece: string): boolean {
  const paragraph = piece
    .slice(piece.lastIndexOf('\n\n') + 1)
    .replace(/^[ \t]*(?:```|~~~)[^]*?^[ \t]*(?:```|~~~)/gm, '');
  // Every other stretch between backticks is code.
  const stretches = paragraph.split(/(`+)/);
  let line = '';
  for (let at = 0; at < stretches.length; at += 4) {
    if (stretches[at + 1] !== stretches[at + 3]) return true;
    line += stretches[at] ?? '';
  }
  line = line.replace(/!?\[[^\][]*\](?:\([^()]*\))?/g, '');
  return (
    line.lastIndexOf('[') > line.lastIndexOf(']') ||
    line.lastIndexOf('](') > line.lastIndexOf(')') ||
    /<[a-z/][^<>]*$/i.test(line)
  );
}
