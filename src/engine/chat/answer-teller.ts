import type { ChatEvent, ToolCall } from './chat-engine.ts';
import type { AnswerPart } from './turns/answer-parts.ts';
import { findNeedle } from './turns/needles.ts';

/** Stands for text left over after the tokens. */
export const NO_TOKEN = -1;

/** Parts to events: text is held back while a stop string may be beginning. */
export function createTeller(stops: readonly string[]) {
  let held = '';
  let heldTokens: number[] = [];
  /** Whitespace around marks belongs to no part. */
  let isAtBeginning = { text: false, reasoning: true };
  const teller = { isStopped: false, hasCalls: false, tell, end };

  function* tell(parts: readonly AnswerPart[]): Generator<ChatEvent> {
    for (const part of parts) {
      if (teller.isStopped) return;
      const tokens = part.tokens.filter((token) => token !== NO_TOKEN);
      if (part.kind === 'tool') yield* tellCalls(part.calls, tokens);
      else if (part.kind === 'reasoning') yield* tellReasoning(part.text, tokens);
      else yield* tellText(part.text, tokens);
    }
  }
  function* tellText(piece: string, tokens: number[]): Generator<ChatEvent> {
    const text = isAtBeginning.text ? piece.trimStart() : piece;
    if (text !== '') isAtBeginning.text = false;
    held += text;
    heldTokens.push(...tokens);
    const { found, safeLength } = findNeedle(held, stops);
    teller.isStopped = found !== undefined;
    yield* release(safeLength);
  }
  function* release(length: number): Generator<ChatEvent> {
    const text = held.slice(0, length);
    if (text === '' && !teller.isStopped) return;
    held = held.slice(length);
    yield { type: 'text-delta', text, tokens: heldTokens };
    heldTokens = [];
  }
  function* tellReasoning(piece: string, tokens: number[]): Generator<ChatEvent> {
    const text = isAtBeginning.reasoning ? piece.trimStart() : piece;
    isAtBeginning = { text: true, reasoning: isAtBeginning.reasoning && text === '' };
    if (text !== '') yield { type: 'reasoning-delta', text, tokens };
    else heldTokens.push(...tokens);
  }
  function* tellCalls(calls: readonly ToolCall[], tokens: number[]): Generator<ChatEvent> {
    teller.hasCalls = true;
    for (const [index, call] of calls.entries())
      yield { type: 'tool-call', call, tokens: index === 0 ? tokens : [] };
  }
  function* end(): Generator<ChatEvent> {
    if (held !== '' || heldTokens.length > 0)
      yield { type: 'text-delta', text: held, tokens: heldTokens };
  }
  return teller;
}
