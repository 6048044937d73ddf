import type { ChatMessage } from '../chat-engine.ts';

/** Without the oldest messages; a system message stays. */
export function leaveOut(
  messages: readonly ChatMessage[],
  dropped: number,
): readonly ChatMessage[] {
  const [first] = messages;
  return first?.role === 'system'
    ? [first, ...messages.slice(1 + dropped)]
    : messages.slice(dropped);
}

/**
 * How many messages to drop so that the next question comes first, or `undefined` if none is left.
 */
export function findNextQuestion(
  messages: readonly ChatMessage[],
  dropped: number,
): number | undefined {
  const turns = messages[0]?.role === 'system' ? messages.slice(1) : messages;
  const next = turns.findIndex(({ role }, index) => index > dropped && role === 'user');
  return next === -1 ? undefined : next;
}
