/** A sentence's end with what closes it, or the end of a line. */
const END = /[.!?…。！？]["'”’)\]*_`]*(?=\s)|\n/g;
const FENCE = /^[ \t]*(?:```|~~~)/gm;

/**
 * How far a text that is still being written can be spoken: up to the end of its last whole sentence or line behind `from`, and never
 * into a block of code whose end is not there yet. Returns `from` when there is nothing whole.
 */
export function findCompleteEnd(text: string, from: number): number {
  const fences = [...text.matchAll(FENCE)].map(({ index }) => index);
  const limit = fences.length % 2 === 1 ? (fences.at(-1) ?? text.length) : text.length;
  const ends = [...text.slice(from, Math.max(from, limit)).matchAll(END)].map((match) => match.index + match[0].length);
  return from + (ends.at(-1) ?? 0);
}
