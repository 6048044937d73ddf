/**
 * A part of a prompt with the emphasis that its brackets give it; `break` starts a new sequence.
 */
export interface WeightedText {
  text: string;
  weight: number;
  startsSequence: boolean;
}

const ROUND = 1.1;
const SQUARE = 1 / 1.1;

/** Escaped brackets, brackets, `:1.3)`, BREAK, plain text, and what is left over. */
const PIECES =
  /\\[()[\]\\]|[([]|:\s*([+-]?(?:\d+(?:\.\d+)?|\.\d+))\s*\)|[)\]]|\bBREAK\b|[^\\()[\]:B]+|[\s\S]/g;

/**
 * Emphasis as AUTOMATIC1111 reads it: `(word)` 1.1 times, `(word:1.3)` 1.3 times, `[word]` through
 * 1.1, nested at will, `\(` a bracket itself, BREAK a new sequence. Brackets that are never closed
 * count to the end.
 *
 * @example
 * const parts = parseWeights('a (red:1.3) fox');
 * parts.map(({ text }) => text); // → ['a ', 'red', ' fox']
 * parts.map(({ weight }) => weight); // → [1, 1.3, 1]
 */
export function parseWeights(prompt: string): WeightedText[] {
  const parts: WeightedText[] = [];
  const open: { bracket: '(' | '['; from: number }[] = [];
  const emphases: Emphasis[] = [];
  const multiply = (from: number, factor: number) =>
    emphases.push({ from, to: parts.length, factor });
  const close = (bracket: '(' | '[', factor: number): boolean => {
    if (open.at(-1)?.bracket !== bracket) return false;
    multiply(open.pop()?.from ?? 0, factor);
    return true;
  };
  const add = (text: string, startsSequence = false) =>
    parts.push({ text, weight: 1, startsSequence });

  for (const [piece, weight] of prompt.matchAll(PIECES)) {
    if (piece === '(' || piece === '[') open.push({ bracket: piece, from: parts.length });
    else if (piece === 'BREAK') add('', true);
    else if (weight !== undefined) {
      if (!close('(', Number(weight))) add(piece);
    } else if (piece === ')' || piece === ']') {
      const isClosed = piece === ')' ? close('(', ROUND) : close('[', SQUARE);
      if (!isClosed) add(piece);
    } else add(piece.length === 2 && piece.startsWith('\\') ? piece.slice(1) : piece);
  }
  for (const { bracket, from } of open.reverse()) multiply(from, bracket === '(' ? ROUND : SQUARE);
  return joinEqual(weigh(parts, emphases));
}

/** What brackets around the parts from one to before another make of their weight. */
interface Emphasis {
  from: number;
  to: number;
  factor: number;
}

/**
 * Emphases lie within each other, inner ones first in the list. Thousands of open brackets would
 * otherwise each go through all that follows.
 */
function weigh(parts: readonly WeightedText[], emphases: readonly Emphasis[]): WeightedText[] {
  const beginning = new Map<number, Emphasis[]>();
  for (const emphasis of emphases.toReversed()) {
    const together = beginning.get(emphasis.from) ?? [];
    beginning.set(emphasis.from, together);
    if (emphasis.to > emphasis.from) together.push(emphasis);
  }
  const around: { to: number; weight: number }[] = [];
  const weightNow = () => around.at(-1)?.weight ?? 1;
  return parts.map((part, index) => {
    while ((around.at(-1)?.to ?? Infinity) <= index) around.pop();
    for (const { to, factor } of beginning.get(index) ?? [])
      around.push({ to, weight: weightNow() * factor });
    return { ...part, weight: weightNow() };
  });
}

function joinEqual(parts: readonly WeightedText[]): WeightedText[] {
  const joined: WeightedText[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (last && last.weight === part.weight && !part.startsSequence) last.text += part.text;
    else joined.push({ ...part });
  }
  return joined;
}
