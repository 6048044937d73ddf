/**
 * transformers.js as its documentation uses it, in a worker, with its own cache of weights; a
 * conversation keeps its DynamicCache.
 */
import {
  AutoModelForCausalLM,
  AutoTokenizer,
  DynamicCache,
  TextStreamer,
  type PreTrainedModel,
  type PreTrainedTokenizer,
} from '@huggingface/transformers';
import { expose } from 'comlink';
import type { ChatMessage } from '../../src/engine/chat/chat-engine.ts';
import { hideSubgroups } from '../../workers/hide-subgroups.ts';
import { configureTransformers } from '../configure-transformers.ts';
import { startAnswerClock } from './answer-clock.ts';
import type { Answer, ModelSetup } from './chat-runner.ts';

interface Loaded {
  tokenizer: PreTrainedTokenizer;
  model: PreTrainedModel;
  /** Keys and values of the conversation. */
  cache: DynamicCache;
}
let loaded: Loaded | undefined;

const peer = {
  /** Returns the time it took, in ms. */
  async load(
    { model: repository, device, dtype }: ModelSetup,
    isBuiltIn: boolean,
    threads: number,
  ): Promise<number> {
    configureTransformers({ threads, isBuiltIn });
    // As on our side: with subgroups a software adapter computes attention wrongly.
    if (device === 'webgpu') hideSubgroups();
    const begin = performance.now();
    const [tokenizer, model] = await Promise.all([
      AutoTokenizer.from_pretrained(repository),
      AutoModelForCausalLM.from_pretrained(repository, { device, dtype }),
    ]);
    loaded = { tokenizer, model, cache: new DynamicCache() };
    return performance.now() - begin;
  },
  async ask(messages: readonly ChatMessage[], maxTokens: number): Promise<Answer> {
    if (!loaded) throw new Error('The peer has no model.');
    const { tokenizer, model } = loaded;
    if (!messages.some(({ role }) => role === 'assistant')) {
      await loaded.cache.dispose();
      loaded.cache = new DynamicCache();
    }
    const clock = startAnswerClock();
    const inputs = tokenizer.apply_chat_template(messages as { role: string; content: string }[], {
      add_generation_prompt: true,
      return_dict: true,
    }) as object;
    let text = '';
    const streamer = new TextStreamer(tokenizer, {
      skip_prompt: true,
      skip_special_tokens: true,
      callback_function: (piece: string) => void (text += piece),
      token_callback_function: clock.tick,
    });
    const options = {
      max_new_tokens: maxTokens,
      do_sample: false,
      streamer,
      past_key_values: loaded.cache,
    };
    await model.generate({ ...inputs, ...options } as never);
    return clock.read(text);
  },
};
export type TransformersPeer = typeof peer;
expose(peer);
