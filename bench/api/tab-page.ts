import type {} from '../../scripts/demo/studio-session.ts';
import type { AnswerTime } from '../answers/answer-side.ts';

declare global {
  /** By the engine that stands in for the page's own. */
  var wordsSaid: number;
}

/** What is asked in the page. */
export interface TabQuestion {
  model: string;
  messages: readonly { role: 'system' | 'user'; content: string }[];
  maxTokens: number;
}

/*
 * What follows runs in the page, and takes nothing of this file with it.
 */

/** An answer by the tab's API, through the service worker. */
export async function askApiInPage({
  model,
  messages,
  maxTokens,
}: TabQuestion): Promise<AnswerTime> {
  const begin = performance.now();
  const response = await fetch('v1/chat/completions', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      ...{ model, messages, max_tokens: maxTokens, temperature: 0 },
      ...{ stream: true, stream_options: { include_usage: true } },
    }),
  });
  if (!response.ok || !response.body) throw new Error(await response.text());
  const decoder = new TextDecoder();
  let [rest, tokens, lastAt] = ['', 0, 0];
  let firstAt: number | undefined;
  for await (const bytes of response.body) {
    const blocks = (rest + decoder.decode(bytes, { stream: true })).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const data of blocks.map((block) => block.slice('data: '.length))) {
      if (data === '[DONE]')
        return {
          firstMs: (firstAt ?? Number.NaN) - begin,
          perTokenMs: (lastAt - (firstAt ?? Number.NaN)) / (tokens - 1),
        };
      const { choices, usage, error } = JSON.parse(data) as {
        choices: { delta: { content?: string } }[];
        usage?: { completion_tokens: number } | null;
        error?: { message: string };
      };
      if (error) throw new Error(error.message);
      tokens = usage?.completion_tokens ?? tokens;
      if (!choices[0]?.delta.content) continue;
      lastAt = performance.now();
      firstAt ??= lastAt;
    }
  }
  throw new Error('The answer broke off in the middle.');
}

/** The same answer by the page's own engine, as the chat screen asks it. */
export async function askEngineInPage({
  model,
  messages,
  maxTokens,
}: TabQuestion): Promise<AnswerTime> {
  const begin = performance.now();
  const request = { model, messages, maxTokens, temperature: 0, device: 'wasm' } as const;
  let [tokens, lastAt] = [0, 0];
  let firstAt: number | undefined;
  const never = new AbortController().signal;
  for await (const event of globalThis.triptych.chat.generate(request, never)) {
    if (event.type === 'finish') tokens = event.usage.completionTokens;
    if (event.type !== 'text-delta') continue;
    lastAt = performance.now();
    firstAt ??= lastAt;
  }
  return {
    firstMs: (firstAt ?? Number.NaN) - begin,
    perTokenMs: (lastAt - (firstAt ?? Number.NaN)) / (tokens - 1),
  };
}

/** Puts an engine in the place of the page's own that says a word every `waitMs`; 0: without a pause. */
export function replaceEngineInPage(waitMs: number): void {
  globalThis.wordsSaid = 0;
  Object.assign(globalThis.triptych.chat, {
    async *generate({ maxTokens = 100 }: { maxTokens?: number }, signal: AbortSignal) {
      for (let token = 1; token <= maxTokens; token++) {
        if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
        signal.throwIfAborted();
        globalThis.wordsSaid++;
        yield { type: 'text-delta', text: `${token} `, tokens: [token] };
      }
      const usage = {
        ...{ promptTokens: 2, cachedTokens: 0, completionTokens: maxTokens, contextLength: 1e6 },
      };
      yield { type: 'finish', reason: 'length', usage, firstTokenMs: 0, tokensPerSecond: null };
    },
  });
}

/** Asks the tab's API for so many answers at once; how many came whole. */
export async function askAtOnceInPage({
  streams,
  model,
  maxTokens,
}: {
  streams: number;
  model: string;
  maxTokens: number;
}): Promise<number> {
  const ask = async () => {
    const response = await fetch('v1/chat/completions', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        ...{ model, max_tokens: maxTokens, stream: true },
        messages: [{ role: 'user', content: 'Count.' }],
      }),
    });
    if (!response.ok || !response.body) return false;
    const decoder = new TextDecoder();
    let end = '';
    // Only the end is kept, so that memory tells of the API and not of what was written.
    for await (const bytes of response.body)
      end = (end + decoder.decode(bytes, { stream: true })).slice(-2000);
    return end.includes(`"${maxTokens} "`) && end.endsWith('data: [DONE]\n\n');
  };
  const answers = await Promise.all(Array.from({ length: streams }, ask));
  return answers.filter(Boolean).length;
}
