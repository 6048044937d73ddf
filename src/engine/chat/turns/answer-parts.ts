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
  /** How it calls tools, where it was given any. */
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
  /** The token is absent if an engine does not report it. */
  push(text: string, token?: number): AnswerPart[];
  /** Text held back in case a mark starts. */
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
  const code = createCodeSpans();
  let call = toolCalls && kind === 'tool' ? createCallReader(toolCalls, 0) : undefined;
  let thought = createThoughtReader();
  /** Only a separator has come since the last call. */
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
  /**
   * Separators between calls, and after the last, belong to nothing. `false`: more text is needed
   * to know.
   */
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
          if (opening === 'reasoning') thought = createThoughtReader();
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
      const { length, isClosed } = thought.read(pending, isEnd);
      emit(length);
      if (!isClosed) return false;
      open('text', 0, THOUGHT_MARKS.close.length);
      return true;
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
    const thinking = canReason && !hasText ? matchMark(pending, at, THOUGHT_MARKS.open) : undefined;
    if (thinking === 'whole') return 'reasoning';
    const tool = toolCalls?.findOpening(pending, at);
    if (tool === 'whole') return 'tool';
    return (thinking ?? tool) && !isEnd ? 'wait' : undefined;
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
      if (tokens.length > 0)
        rest.push({ kind: kind === 'reasoning' ? kind : 'text', text: '', tokens });
      tokens = [];
      return rest;
    },
    get kind() {
      return kind;
    },
  };
}
