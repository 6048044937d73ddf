/** Reads a pattern letter by letter; a letter is a code point. */
export interface PatternReader {
  /** The letter to come, or one behind it; absent at the end. */
  peek(ahead?: number): string | undefined;
  /** Takes a letter; empty at the end. */
  next(): string;
  /** Takes the letter to come if it is this one. */
  accept(letter: string): boolean;
  /** What an expression finds in the letters to come, so many of them; takes none. */
  match(expression: RegExp, length: number): RegExpExecArray | null;
  skip(count: number): void;
}

export function createPatternReader(source: string): PatternReader {
  const letters = Array.from(source);
  let at = 0;
  return {
    peek: (ahead = 0) => letters[at + ahead],
    next: () => letters[at++] ?? '',
    accept(letter) {
      const isNext = letters[at] === letter;
      if (isNext) at++;
      return isNext;
    },
    match: (expression, length) => expression.exec(letters.slice(at, at + length).join('')),
    skip(count) {
      at += count;
    },
  };
}
