import { findNeedle } from './needles.ts';

/** What a piece of an answer is. */
export type PartKind = 'text' | 'reasoning' | 'tool';

/** Marks around a part, e.g. `<think>` and `</think>`. */
export interface PartMarks {
  kind: Exclude<PartKind, 'text'>;
  open: string;
  /** Empty: the part goes on to the end of the answer. */
  close: string;
  /** The opening mark belongs to the part's text. */
  isOpenPartOfText?: boolean;
}

export interface AnswerPart {
  kind: PartKind;
  text: string;
  tokens: number[];
  /** Whether the part's closing mark has come: a tool call can be read. */
  isWhole: boolean;
}

/** Tells apart, as the text comes, what is marked in an answer. Marks themselves are dropped; their tokens count with what follows. */
export interface PartSplitter {
  /** The token is absent where an engine does not tell it. */
  push(text: string, token?: number): AnswerPart[];
  /** What was held back in case a mark began. */
  flush(): AnswerPart[];
  /** The kind of the part that is being written. */
  readonly kind: PartKind;
}

export function createPartSplitter(marks: readonly PartMarks[], initial?: PartMarks): PartSplitter {
  let open = initial;
  let pending = '';
  let tokens: number[] = [];

  function cut(length: number, isWhole: boolean): AnswerPart[] {
    const text = pending.slice(0, length);
    pending = pending.slice(length);
    if (text === '' && !isWhole) return [];
    const part = { kind: open?.kind ?? ('text' as const), text, tokens, isWhole };
    tokens = [];
    return [part];
  }
  function advance(): AnswerPart[] {
    const needles = open ? [open.close].filter(Boolean) : marks.map((mark) => mark.open);
    const { found, safeLength } = findNeedle(pending, needles);
    if (!found) return cut(safeLength, false);
    const before = cut(found.at, open !== undefined);
    open = open ? undefined : marks.find((mark) => mark.open === found.needle);
    if (!open?.isOpenPartOfText) pending = pending.slice(found.needle.length);
    return [...before, ...advance()];
  }
  return {
    push(text, token) {
      pending += text;
      if (token !== undefined) tokens.push(token);
      return advance();
    },
    flush() {
      const rest = cut(pending.length, open !== undefined);
      return tokens.length > 0 ? [...rest, { kind: open?.kind ?? 'text', text: '', tokens, isWhole: false }] : rest;
    },
    get kind() {
      return open?.kind ?? 'text';
    },
  };
}
