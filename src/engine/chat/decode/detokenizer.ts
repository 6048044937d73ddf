/** Turns tokens into text as they come. */
export interface Detokenizer {
  /** The text that this token completes; empty while a character is still in parts. */
  push(token: number): string;
  /** The remainder at the end, with a broken character as U+FFFD. */
  flush(): string;
}

/**
 * Decodes incrementally. A token may hold part of a character, and a tokenizer may write a token
 * differently at the beginning of a text, so a few tokens that were written already are decoded
 * along as context.
 *
 * @example
 * const bytes = new TextDecoder();
 * const detokenizer = createDetokenizer((tokens) => bytes.decode(Uint8Array.from(tokens)));
 * [0xc3, 0xa9].map((token) => detokenizer.push(token)); // → ['', 'é']
 */
export function createDetokenizer(decode: (tokens: readonly number[]) => string): Detokenizer {
  let context: number[] = [];
  let pending: number[] = [];
  const advance = (text: string) => {
    context = [...context, ...pending].slice(-CONTEXT_TOKENS);
    pending = [];
    return text;
  };
  const readPending = () => decode([...context, ...pending]).slice(decode(context).length);
  return {
    push(token) {
      pending.push(token);
      const text = readPending();
      return text.endsWith('\uFFFD') && pending.length < MAX_CHARACTER_TOKENS ? '' : advance(text);
    },
    flush: () => (pending.length > 0 ? advance(readPending()) : ''),
  };
}

const CONTEXT_TOKENS = 4;
/** UTF-8 takes at most four bytes a character, so at most four byte tokens. */
const MAX_CHARACTER_TOKENS = 4;
