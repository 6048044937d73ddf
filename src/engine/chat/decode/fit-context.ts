import type { ChatMessage } from '../chat-engine.ts';

/** Roughly what a chat template puts around each message. */
const TOKENS_AROUND_A_MESSAGE = 8;

/**
 * The number of oldest messages to drop so that the conversation fits, not counting a system
 * message, which stays. Exceeding the limit frees half of the room at once, so that the cut stays
 * put for several turns and what was read can be kept. The first message kept is a question; the
 * last one always stays.
 */
export function countMessagesToDrop(
  messages: readonly ChatMessage[],
  countTokens: (message: ChatMessage) => number,
  roomTokens: number,
): number {
  const sizes = messages.map((message) => countTokens(message) + TOKENS_AROUND_A_MESSAGE);
  let dropped = 0;
  let total = 0;
  for (const [index, size] of sizes.entries()) {
    total += size;
    if (total <= roomTokens) continue;
    while (dropped < index && (total > roomTokens / 2 || messages[dropped]?.role !== 'user')) {
      total -= sizes[dropped] ?? 0;
      dropped++;
    }
  }
  return dropped;
}
