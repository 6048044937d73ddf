import { setTimeout as pause } from 'node:timers/promises';
import type { ChatEngine, ChatRequest } from '../../src/engine/chat/chat-engine.ts';
import { throwIfAborted } from '../../src/engine/errors.ts';

/** What to say to the engine so that it waits so many milliseconds for each token. */
export const writePace = (waitMs: number) => `wait ${waitMs}`;

const DEFAULT_TOKENS = 100;
/** Tokens without a pause, after which the thread's other tasks have their turn. */
const BREATH = 16;

/**
 * Chat without a model: a word a token, at the pace that the last message says. It waits as for a
 * model that computes on a GPU, or on threads of its own.
 */
export const pacedChat: ChatEngine = {
  load: async ({ model }) => ({ model, ...DEVICE }),
  async *generate(request, signal) {
    const waitMs = readPace(request);
    yield { type: 'load-start', model: request.model };
    yield { type: 'load-end', model: request.model, ...DEVICE };
    const begin = performance.now();
    const count = request.maxTokens ?? DEFAULT_TOKENS;
    for (let token = 1; token <= count; token++) {
      await take(waitMs, token);
      throwIfAborted(signal);
      yield { type: 'text-delta', text: `${token} `, tokens: [token] };
    }
    const usage = {
      ...{ promptTokens: 2, cachedTokens: 0, completionTokens: count, contextLength: 1e6 },
    };
    const tokensPerSecond = (count * 1000) / (performance.now() - begin);
    yield { type: 'finish', reason: 'length', usage, firstTokenMs: 0, tokensPerSecond };
  },
};

const DEVICE = { device: 'cpu', dtype: 'q4', adapter: null, loadMs: 0 } as const;

function readPace({ messages }: ChatRequest): number {
  return Number(messages.at(-1)?.content.split(' ')[1]);
}

async function take(waitMs: number, token: number): Promise<void> {
  if (waitMs > 0) await pause(waitMs);
  else if (token % BREATH === 0) await pause(0);
}
