import { setTimeout as pause } from 'node:timers/promises';
import type { ChatEngine, ChatRequest } from '../../src/engine/chat/chat-engine.ts';
import { throwIfAborted } from '../../src/engine/errors.ts';

/**
 * How a token comes to be: `compute` takes the processor for so many milliseconds, as a model on it
 * does; `wait` lets them pass, as a model on a GPU does.
 */
export interface Pace {
  how: 'compute' | 'wait';
  ms: number;
}

/** What to say to the engine for a pace. */
export const writePace = ({ how, ms }: Pace) => `${how} ${ms}`;

const DEFAULT_TOKENS = 100;
/** Tokens without a pause, after which the thread's other tasks have their turn. */
const BREATH = 16;

/** Chat without a model: a word a token, at the pace that the last message says. */
export const pacedChat: ChatEngine = {
  load: async ({ model }) => ({ model, ...DEVICE }),
  async *generate(request, signal) {
    const pace = readPace(request);
    yield { type: 'load-start', model: request.model };
    yield { type: 'load-end', model: request.model, ...DEVICE };
    const begin = performance.now();
    const count = request.maxTokens ?? DEFAULT_TOKENS;
    for (let token = 1; token <= count; token++) {
      await take(pace, token);
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

function readPace({ messages }: ChatRequest): Pace {
  const [how, ms] = (messages.at(-1)?.content ?? '').split(' ');
  return { how: how === 'wait' ? 'wait' : 'compute', ms: Number(ms) };
}

async function take({ how, ms }: Pace, token: number): Promise<void> {
  if (how === 'wait') await pause(ms);
  else if (ms > 0) compute(ms);
  else if (token % BREATH === 0) await pause(0);
}

function compute(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}
