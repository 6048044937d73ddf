/**
 * wllama (llama.cpp) as its documentation uses it, on the processor, with its own cache of weights;
 * it keeps a conversation on its own.
 */
import { LoggerWithoutDebug, Wllama } from '@wllama/wllama/esm/index.js';
import wasm from '@wllama/wllama/esm/wasm/wllama.wasm?url';
import { expose } from 'comlink';
import type { ChatMessage } from '../../src/engine/chat/chat-engine.ts';
import { startAnswerClock } from './answer-clock.ts';
import type { Answer } from './chat-runner.ts';

let loaded: Wllama | undefined;

const peer = {
  /** Returns the time it took, in ms. */
  async load(url: string, threads: number): Promise<number> {
    const wllama = new Wllama(
      { default: new URL(wasm, location.href).href },
      { logger: LoggerWithoutDebug },
    );
    const begin = performance.now();
    await wllama.loadModelFromUrl(url, { n_threads: threads, n_gpu_layers: 0, n_ctx: 4096 });
    loaded = wllama;
    return performance.now() - begin;
  },
  async ask(messages: readonly ChatMessage[], maxTokens: number): Promise<Answer> {
    if (!loaded) throw new Error('The peer has no model.');
    const clock = startAnswerClock();
    const stream = await loaded.createChatCompletion({
      messages: messages as { role: 'user'; content: string }[],
      max_tokens: maxTokens,
      temperature: 0,
      stream: true,
    });
    let text = '';
    for await (const { choices } of stream) {
      const piece = choices[0]?.delta.content;
      if (!piece) continue;
      clock.tick();
      text += piece;
    }
    return clock.read(text);
  },
};
export type WllamaPeer = typeof peer;
expose(peer);
