import { createCodeSpans } from './code-spans.ts';
import type { ToolCall } from '../chat-engine.ts';
import { createCallReader } from './call-reader.ts';
import { matchMark } from './needles.ts';
import { createThoughtReader, THOUGHT_MARKS } from './thought-reader.ts';
import type { ToolCallReader } from './tool-calls.ts';

/** The kind of a piece of an answer. */
export type PartKind = 'text' | 'reasoning' | 'tool';

export type AnswerPart =
  | { kind: 'text' | 'reasoning'; text: string; tokens: number[] }
  | { kind: 'tool'; calls: readonly ToolCall[]; tokens: number[] };

export interface PartSplitterOptions {
  /** Whether the model may think before it answers. */
  canReason?: boolean;
  /** How it calls tools, if it was given any. */
  toolCalls?: ToolCallReader | undefined;
  /** The kind the answer starts in. Default `text`. */
  initial?: PartKind;
  /**
   * Whether part of the answer is already in the prompt, so that nothing that follows is its
   * beginning.
   */
  isBegun?: boolean;
}

/**
 * Separates a model's thoughts, text and calls as they stream; the parts do not depend on how the
 * text is cut. Thoughts count only before the first word of the answer. Marks within code are
 * words. What turns out not to be a call is text, including its marks; other marks are dropped, and
 * their tokens count towards what follows.
 */
export interface PartSplitter {
  /** `token` is absent if an engine does not report it. */
  push(text: string, token?: number): AnswerPart[];
  /** Returns text that was held back in case a mark begins. */
  flush(): AnswerPart[];
  /** The kind of the part being written. */
  readonly kind: PartKind;
}

/**
 * @example
 * const splitter = createPartSplitter({ canReason: true });
 * const parts = ['<think>Hm.</thi', 'nk>Four.'].flatMap((text) => splitter.push(text));
 * [...parts, ...splitter.flush()].map((part) => part.kind); // → ['reasoning', 'text']
 */
export function createPartSplitter(options: PartSplitterOptions): PartSplitter {
  const { canReason = false, toolCalls } = options;
  const buffer = createPartBuffer();
  const code = createCodeSpans();
  let kind: PartKind = options.initial ?? 'text';
  let hasText = options.isBegun ?? false;
  let call = toolCalls && kind === 'tool' ? createCallReader(toolCalls, 0) : undefined;
  let thought = createThoughtReader();
  /** Only a separator has arrived since the last call. */
  let isBehindCall = false;

  /** Each of these reads as much of its kind as it can; `true`: another kind has begun. */
  const readers: Record<PartKind, (isEnd: boolean) => boolean> = {
    text(isEnd) {
      if (isBehindCall && !skipSeparators(isEnd)) return false;
      let at = 0;
      for (; at < buffer.text.length; at++) {
        const opening = findOpeningAt(at, isEnd);
        if (opening === 'wait') break;
        if (opening) {
          buffer.emit('text', at);
          begin(opening);
          return true;
        }
        feedText(buffer.text[at] ?? '');
      }
      buffer.emit('text', at);
      return false;
    },
    reasoning(isEnd) {
      const { length, isClosed } = thought.read(buffer.text, isEnd);
      buffer.emit('reasoning', length);
      if (!isClosed) return false;
      buffer.drop(THOUGHT_MARKS.close.length);
      kind = 'text';
      return true;
    },
    tool(isEnd) {
      const found = call?.read(buffer.text, isEnd);
      if (!found) return false;
      const { length, calls } = found;
      kind = 'text';
      if (calls) {
        buffer.emitCalls(calls, length);
        isBehindCall = true;
      } else {
        for (const character of buffer.text.slice(0, length)) feedText(character);
        buffer.emit('text', length);
      }
      return true;
    },
  };

  function begin(next: 'reasoning' | 'tool'): void {
    kind = next;
    if (next === 'reasoning') {
      thought = createThoughtReader();
      buffer.drop(THOUGHT_MARKS.open.length);
    } else if (toolCalls) call = createCallReader(toolCalls, toolCalls.open.length);
  }
  /** `false`: more text is needed to know where they end. */
  function skipSeparators(isEnd: boolean): boolean {
    const length = measureSeparators(buffer.text, toolCalls, isEnd);
    if (length === undefined) return false;
    buffer.drop(length);
    isBehindCall = false;
    return true;
  }
  function feedText(character: string): void {
    code.feed(character);
    if (/\S/.test(character)) hasText = true;
  }
  /** Marks within code are words. */
  function findOpeningAt(at: number, isEnd: boolean): Opening | undefined {
    if (buffer.text[at] === '`' || code.isInside()) return undefined;
    return findOpening(buffer.text, at, { mayThink: canReason && !hasText, toolCalls, isEnd });
  }

  return {
    push(text, token) {
      buffer.add(text, token);
      while (readers[kind](false));
      return buffer.take();
    },
    flush() {
      while (readers[kind](true));
      return buffer.takeAll(kind === 'reasoning' ? kind : 'text');
    },
    get kind() {
      return kind;
    },
  };
}

/** Text that has arrived but is not classified yet, its tokens, and the parts found so far. */
function createPartBuffer() {
  let text = '';
  let tokens: number[] = [];
  let parts: AnswerPart[] = [];
  function takeTokens(): number[] {
    const taken = tokens;
    tokens = [];
    return taken;
  }
  function take(): AnswerPart[] {
    const taken = parts;
    parts = [];
    return taken;
  }
  return {
    get text() {
      return text;
    },
    add(more: string, token: number | undefined): void {
      text += more;
      if (token !== undefined) tokens.push(token);
    },
    drop(length: number): void {
      text = text.slice(length);
    },
    emit(kind: 'text' | 'reasoning', length: number): void {
      const taken = text.slice(0, length);
      text = text.slice(length);
      if (taken !== '') parts.push({ kind, text: taken, tokens: takeTokens() });
    },
    emitCalls(calls: readonly ToolCall[], length: number): void {
      parts.push({ kind: 'tool', calls, tokens: takeTokens() });
      text = text.slice(length);
    },
    take,
    /** With the tokens to which no text belongs. */
    takeAll(kind: 'text' | 'reasoning'): AnswerPart[] {
      if (tokens.length > 0) parts.push({ kind, text: '', tokens: takeTokens() });
      return take();
    },
  };
}

/**
 * Between two calls, and behind the last, separators are part of nothing: how many characters of
 * them to drop. `undefined`: it takes more to know.
 */
function measureSeparators(
  text: string,
  toolCalls: ToolCallReader | undefined,
  isEnd: boolean,
): number | undefined {
  const length = /^[\s;,]*/.exec(text)?.[0].length ?? 0;
  const opening = toolCalls?.findOpening(text, length);
  const isAll = length === text.length;
  if ((isAll || opening === 'partial') && !isEnd) return undefined;
  return isAll || opening === 'whole' ? length : 0;
}

type Opening = 'reasoning' | 'tool' | 'wait';

interface OpeningOptions {
  mayThink: boolean;
  toolCalls: ToolCallReader | undefined;
  isEnd: boolean;
}

/** What begins at a place of the text; `wait`: it takes more to know. */
function findOpening(
  text: string,
  at: number,
  { mayThink, toolCalls, isEnd }: OpeningOptions,
): Opening | undefined {
  const thinking = mayThink ? matchMark(text, at, THOUGHT_MARKS.open) : undefined;
  if (thinking === 'whole') return 'reasoning';
  const tool = toolCalls?.findOpening(text, at);
  if (tool === 'whole') return 'tool';
  return (thinking ?? tool) && !isEnd ? 'wait' : undefined;
}
