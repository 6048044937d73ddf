import { createCodeSpans } from './code-spans.ts';
import type { ToolCall } from './chat-engine.ts';
import { createJsonScanner } from './json-scanner.ts';
import type { ToolCallReader } from './tool-calls.ts';

/** What a piece of an answer is. */
export type PartKind = 'text' | 'reasoning' | 'tool';

export type AnswerPart =
  | { kind: 'text' | 'reasoning'; text: string; tokens: number[] }
  | { kind: 'tool'; calls: readonly ToolCall[]; tokens: number[] };

/** Marks around what a model thinks. */
export const THOUGHT_MARKS = { open: '<think>', close: '</think>' };

export interface PartSplitterOptions {
  /** Whether the model may think before it answers. */
  canReason?: boolean;
  /** How it calls tools, where it was given any. */
  toolCalls?: ToolCallReader | undefined;
  /** What the answer begins in. Default `text`. */
  initial?: PartKind;
  /** Whether a part of the answer stands in the prompt already, so that nothing that comes is its beginning. */
  isBegun?: boolean;
}

/**
 * Tells apart, as the text comes, what a model thinks, says and calls; however the text is cut into pieces, the parts are the same.
 * A thought is one only before the first word of the answer. Marks within code are words. What turns out not to be a call is text, its marks
 * included; other marks are dropped, and their tokens count with what follows.
 */
export interface PartSplitter {
  /** The token is absent where an engine does not tell it. */
  push(text: string, token?: number): AnswerPart[];
  /** What was held back in case a mark began. */
  flush(): AnswerPart[];
  /** The kind of the part that is being written. */
  readonly kind: PartKind;
}

export function createPartSplitter(options: PartSplitterOptions): PartSplitter {
  const { canReason = false, toolCalls } = options;
  let kind: PartKind = options.initial ?? 'text';
  let hasText = options.isBegun ?? false;
  let pending = '';
  let tokens: number[] = [];
  let parts: AnswerPart[] = [];
  let code = createCodeSpans();
  let call = toolCalls && kind === 'tool' ? createCallReader(toolCalls, 0) : undefined;
  /** Opening marks within the code that a thought is in, which the next closing marks belong to. */
  let quotedThoughts = 0;
  /** The last two characters of a thought. */
  let behind = '';
  /** Nothing but a separator has come since the last call. */
  let isBehindCall = false;

  function emit(length: number): void {
    const text = pending.slice(0, length);
    pending = pending.slice(length);
    if (text === '' || kind === 'tool') return;
    parts.push({ kind, text, tokens });
    tokens = [];
  }
  function open(next: PartKind, at: number, markLength: number): void {
    emit(at);
    pending = pending.slice(markLength);
    kind = next;
  }
  /** Between two calls, and behind the last, separators are part of nothing. `false`: it takes more to know. */
  function skipSeparators(isEnd: boolean): boolean {
    const length = /^[\s;,]*/.exec(pending)?.[0].length ?? 0;
    const opening = toolCalls?.findOpening(pending, length);
    const isAll = length === pending.length;
    if ((isAll || opening === 'partial') && !isEnd) return false;
    if (isAll || opening === 'whole') pending = pending.slice(length);
    isBehindCall = false;
    return true;
  }

  /** Each of these reads what it can of its kind; `true`: another kind has begun. */
  const readers: Record<PartKind, (isEnd: boolean) => boolean> = {
    text(isEnd) {
      if (isBehindCall && !skipSeparators(isEnd)) return false;
      let at = 0;
      for (; at < pending.length; at++) {
        const opening = findOpening(at, isEnd);
        if (opening === 'wait') break;
        if (opening) {
          if (opening === 'reasoning') code = createCodeSpans();
          else if (toolCalls) call = createCallReader(toolCalls, toolCalls.open.length);
          open(opening, at, opening === 'reasoning' ? THOUGHT_MARKS.open.length : 0);
          return true;
        }
        feedText(pending[at] ?? '');
      }
      emit(at);
      return false;
    },
    reasoning(isEnd) {
      for (let at = 0; at < pending.length; at++) {
        const closing = findThoughtMark(at, isEnd);
        if (closing === 'wait') return (emit(at), false);
        if (closing === 'close') {
          emit(at);
          pending = pending.slice(THOUGHT_MARKS.close.length);
          kind = 'text';
          code = createCodeSpans();
          return true;
        }
        const character = pending[at] ?? '';
        behind = behind.slice(-1) + character;
        code.feed(character);
      }
      emit(pending.length);
      return false;
    },
    tool(isEnd) {
      const found = call?.read(pending, isEnd);
      if (!found) return false;
      const { length, calls } = found;
      kind = 'text';
      if (calls) {
        parts.push({ kind: 'tool', calls, tokens });
        tokens = [];
        pending = pending.slice(length);
        isBehindCall = true;
      } else {
        for (const character of pending.slice(0, length)) feedText(character);
        emit(length);
      }
      return true;
    },
  };

  function feedText(character: string): void {
    code.feed(character);
    if (/\S/.test(character)) hasText = true;
  }
  function findOpening(at: number, isEnd: boolean): 'reasoning' | 'tool' | 'wait' | undefined {
    const character = pending[at] ?? '';
    if (character === '`' || code.isInside()) return undefined;
    const thought = canReason && !hasText ? matchMark(pending, at, THOUGHT_MARKS.open) : undefined;
    if (thought === 'whole') return 'reasoning';
    const tool = toolCalls?.findOpening(pending, at);
    if (tool === 'whole') return 'tool';
    return (thought ?? tool) && !isEnd ? 'wait' : undefined;
  }
  function findThoughtMark(at: number, isEnd: boolean): 'close' | 'wait' | undefined {
    if (pending[at] !== '<') return undefined;
    if (!code.isInside()) quotedThoughts = 0;
    const closing = matchMark(pending, at, THOUGHT_MARKS.close);
    const opening = matchMark(pending, at, THOUGHT_MARKS.open);
    if (closing === 'partial' || opening === 'partial') return isEnd ? undefined : 'wait';
    if (opening === 'whole' && code.isInside()) quotedThoughts++;
    if (closing !== 'whole') return undefined;
    if (quotedThoughts > 0) return void quotedThoughts--;
    const quote = code.isInside() || !/^[\p{L}\p{N}.,!?`]/u.test(behind) ? QUOTES[behind.slice(-1)] : undefined;
    const next = pending[at + THOUGHT_MARKS.close.length];
    if (quote !== undefined && next === undefined && !isEnd) return 'wait';
    return quote !== undefined && next === quote ? undefined : 'close';
  }
  function takeParts(isEnd: boolean): AnswerPart[] {
    while (readers[kind](isEnd));
    const taken = parts;
    parts = [];
    return taken;
  }
  return {
    push(text, token) {
      pending += text;
      if (token !== undefined) tokens.push(token);
      return takeParts(false);
    },
    flush() {
      const rest = takeParts(true);
      if (tokens.length > 0) rest.push({ kind: kind === 'reasoning' ? kind : 'text', text: '', tokens });
      tokens = [];
      return rest;
    },
    get kind() {
      return kind;
    },
  };
}

const QUOTES: Readonly<Record<string, string>> = {
  '`': '`',
  '"': '"',
  "'": "'",
  '“': '”',
  '‘': '’',
  '«': '»',
  '「': '」',
};

/** `partial`: the text ends where the mark may go on. */
export function matchMark(text: string, at: number, mark: string): 'whole' | 'partial' | undefined {
  if (text.startsWith(mark, at)) return 'whole';
  return text.length - at < mark.length && mark.startsWith(text.slice(at)) ? 'partial' : undefined;
}

/** Reads one call, or several in one pair of marks, from its opening mark on. */
function createCallReader(format: ToolCallReader, openLength: number) {
  let scanner = createJsonScanner(openLength);
  let valueEnd = openLength;

  /** `undefined`: more must come. `calls` is absent where this is text after all. */
  function read(text: string, isEnd: boolean): { length: number; calls?: ToolCall[] } | undefined {
    for (;;) {
      const found = scanner.scan(text);
      if (!found) return isEnd ? finish(text, text.length, text.length) : undefined;
      if ('invalid' in found)
        return valueEnd > openLength ? finish(text, valueEnd, valueEnd) : { length: found.invalid };
      valueEnd = found.end;
      const next = findNext(text, valueEnd, isEnd);
      if (next === 'wait') return undefined;
      if (next !== 'value') return finish(text, valueEnd, next);
      scanner = createJsonScanner(valueEnd);
    }
  }
  /** What comes behind a value: another one, or the end of the part. */
  function findNext(text: string, end: number, isEnd: boolean): number | 'value' | 'wait' {
    if (format.close === '') return end;
    const at = end + (/^\s*/.exec(text.slice(end))?.[0].length ?? 0);
    const closing = matchMark(text, at, format.close);
    if (closing === 'whole') return at + format.close.length;
    if (closing === 'partial' && !isEnd) return 'wait';
    return text[at] === '{' || text[at] === '[' ? 'value' : end;
  }
  function finish(text: string, contentEnd: number, length: number): { length: number; calls?: ToolCall[] } {
    const calls = format.parse(text.slice(openLength, contentEnd));
    return calls ? { length, calls } : { length };
  }
  return { read };
}
