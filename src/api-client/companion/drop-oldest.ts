import type { ChatMessage } from '../../engine/chat/chat-engine.ts';
import { countMessagesToDrop } from '../../engine/chat/decode/fit-context.ts';
import { EngineError } from '../../engine/errors.ts';

/** Of the context; the rest is for the answer. */
const SHARE_FOR_PROMPT = 0.75;
/** Of the prompt that was too long, where the server does not say how long it may be. */
const SHARE_OF_UNKNOWN = 0.5;

/**
 * The messages that probably fit, after a server has refused them all as too many; the system message
 * stays. `undefined`: that was not the reason, or there is nothing that could be left out.
 */
export function dropOldest(
  messages: readonly ChatMessage[],
  refusal: unknown,
): readonly ChatMessage[] | undefined {
  if (!(refusal instanceof EngineError) || refusal.code !== 'context_too_long') return undefined;
  const system = messages.filter(({ role }) => role === 'system');
  const turns = messages.filter(({ role }) => role !== 'system');
  const letters = messages.reduce((sum, { content }) => sum + content.length, 0);
  const { promptTokens, contextLength } = refusal.details;
  const isTold = typeof promptTokens === 'number' && typeof contextLength === 'number';
  const tokens = isTold ? promptTokens : letters;
  const room = isTold ? contextLength * SHARE_FOR_PROMPT : letters * SHARE_OF_UNKNOWN;
  const perLetter = tokens / Math.max(1, letters);
  const measure = ({ content }: ChatMessage) => content.length * perLetter;
  const taken = system.reduce((sum, message) => sum + measure(message), 0);
  const dropped = countMessagesToDrop(turns, measure, room - taken);
  return dropped > 0 ? [...system, ...turns.slice(dropped)] : undefined;
}
