import type { ChatEvent } from '../../../engine/chat/chat-engine.ts';
import { describeError } from '../../../engine/error-sentences.ts';
import type { EngineError } from '../../../engine/errors.ts';
import type { StoredMessage } from '../../../storage/conversations.ts';

/** What an answer is doing after an event, where that changes. */
export function statusAfter(
  event: ChatEvent,
): 'loading' | 'asking' | 'reading' | 'writing' | undefined {
  if (event.type === 'load-start') return 'loading';
  if (event.type === 'remote-start') return 'asking';
  if (event.type === 'load-end') return 'reading';
  return event.type === 'text-delta' || event.type === 'reasoning-delta' ? 'writing' : undefined;
}

/** In the figures of an answer: it was written on another machine. */
export const REMOTE = 'remote';

const NO_FIGURES = {
  promptTokens: 0,
  cachedTokens: 0,
  completionTokens: 0,
  contextLength: 0,
  firstTokenMs: null,
  tokensPerSecond: null,
};

/** The message as it is after an event of its engine. */
export function applyEvent(
  message: StoredMessage,
  event: Exclude<ChatEvent, { type: 'picture-request' }>,
): StoredMessage {
  switch (event.type) {
    case 'load-start':
    case 'tool-call':
      return message;
    case 'load-end':
      return { ...message, stats: { device: event.device, dtype: event.dtype, ...NO_FIGURES } };
    case 'remote-start':
      return { ...message, stats: { device: REMOTE, dtype: '', ...NO_FIGURES } };
    case 'context-trim':
      return { ...message, droppedMessages: event.droppedMessages };
    case 'reasoning-delta':
      return { ...message, reasoning: (message.reasoning ?? '') + event.text };
    case 'text-delta':
      return { ...message, content: message.content + event.text };
    case 'source-found':
      return { ...message, source: event.source };
    case 'finish': {
      const { usage, firstTokenMs, tokensPerSecond } = event;
      const stats = message.stats && { ...message.stats, ...usage, firstTokenMs, tokensPerSecond };
      return {
        ...message,
        state: event.reason === 'length' ? 'limited' : 'complete',
        ...(stats ? { stats } : {}),
      };
    }
  }
}

/** The message as it ends when the engine fails, or is stopped. */
export function applyFailure(message: StoredMessage, error: EngineError): StoredMessage {
  if (error.code === 'aborted') return { ...message, state: 'stopped' };
  return { ...message, state: 'failed', error: { code: error.code, ...describeError(error) } };
}
