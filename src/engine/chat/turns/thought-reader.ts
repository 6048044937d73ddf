import { createCodeSpans } from './code-spans.ts';
import { matchMark } from './needles.ts';

/** Marks around a model's thoughts. */
export const THOUGHT_MARKS = { open: '<think>', close: '</think>' };

/**
 * Finds the end of a thought, which may itself speak of the marks: between quotes, or as a pair
 * within code.
 */
export interface ThoughtReader {
  /**
   * Takes all unread text. Returns how much of it is thought, and whether the closing mark follows.
   */
  read(text: string, isEnd: boolean): { length: number; isClosed: boolean };
}

export function createThoughtReader(): ThoughtReader {
  const code = createCodeSpans();
  /** Opening marks within code; the next closing marks belong to them. */
  let quoted = 0;
  /** The last two characters. */
  let behind = '';

  function findMark(text: string, at: number, isEnd: boolean): 'close' | 'wait' | undefined {
    if (text[at] !== '<') return undefined;
    if (!code.isInside()) quoted = 0;
    const closing = matchMark(text, at, THOUGHT_MARKS.close);
    const opening = matchMark(text, at, THOUGHT_MARKS.open);
    if (closing === 'partial' || opening === 'partial') return isEnd ? undefined : 'wait';
    if (opening === 'whole' && code.isInside()) quoted++;
    if (closing !== 'whole') return undefined;
    if (quoted > 0) return void quoted--;
    const quote =
      code.isInside() || !CLOSES_QUOTE.test(behind) ? QUOTES[behind.slice(-1)] : undefined;
    const next = text[at + THOUGHT_MARKS.close.length];
    if (quote !== undefined && next === undefined && !isEnd) return 'wait';
    return quote !== undefined && next === quote ? undefined : 'close';
  }
  return {
    read(text, isEnd) {
      for (let at = 0; at < text.length; at++) {
        const found = findMark(text, at, isEnd);
        if (found) return { length: at, isClosed: found === 'close' };
        const character = text[at] ?? '';
        behind = behind.slice(-1) + character;
        code.feed(character);
      }
      return { length: text.length, isClosed: false };
    },
  };
}

/** A quotation mark after one of these ends a quotation. */
const CLOSES_QUOTE = /^[\p{L}\p{N}.,!?`]/u;
const QUOTES: Readonly<Record<string, string>> = {
  '`': '`',
  '"': '"',
  "'": "'",
  '“': '”',
  '‘': '’',
  '«': '»',
  '「': '」',
};
