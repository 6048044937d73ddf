/** transformers.js as its documentation uses it, in a worker, with its own cache; the weights come from this origin's mirror. */
import {
  AutoModelForCausalLM,
  AutoTokenizer,
  env,
  TextStreamer,
  type PreTrainedModel,
  type PreTrainedTokenizer,
} from '@huggingface/transformers';
import { expose } from 'comlink';
import mjs from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url';
import wasm from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';
import type { ChatMessage } from '../../src/engine/chat/chat-engine.ts';
import type { Answer } from './chat-runner.ts';

let loaded: { tokenizer: PreTrainedTokenizer; model: PreTrainedModel } | undefined;

const peer = {
  /** Returns the time it took, in ms. */
  async load(repository: string, threads: number): Promise<number> {
    env.allowLocalModels = false;
    env.remoteHost = new URL('/hub/', location.href).href;
    // It would run the runtime's script from a blob, which this origin's content security policy forbids.
    env.useWasmCache = false;
    const onnx = env.backends.onnx as { wasm: { wasmPaths: object; numThreads: number } };
    onnx.wasm.wasmPaths = { mjs: new URL(mjs, location.href).href, wasm: new URL(wasm, location.href).href };
    onnx.wasm.numThreads = threads;
    const begin = performance.now();
    const [tokenizer, model] = await Promise.all([
      AutoTokenizer.from_pretrained(repository),
      AutoModelForCausalLM.from_pretrained(repository, { device: 'wasm', dtype: 'q4' }),
    ]);
    loaded = { tokenizer, model };
    return performance.now() - begin;
  },
  async ask(messages: ChatMessage[], maxTokens: number): Promise<Answer> {
    if (!loaded) throw new Error('The peer has no model.');
    const { tokenizer, model } = loaded;
    const tokens: number[] = [];
    const times: number[] = [];
    const begin = performance.now();
    const inputs = tokenizer.apply_chat_template(messages as { role: string; content: string }[], {
      add_generation_prompt: true,
      return_dict: true,
    }) as object;
    const streamer = new TextStreamer(tokenizer, {
      skip_prompt: true,
      callback_function: () => undefined,
      token_callback_function(ids: bigint[]) {
        times.push(performance.now());
        tokens.push(...ids.map(Number));
      },
    });
    await model.generate({ ...inputs, max_new_tokens: maxTokens, do_sample: false, streamer } as never);
    const [first = begin] = times;
    const last = times.at(-1) ?? begin;
    return { tokens, firstTokenMs: first - begin, tokensPerSecond: ((times.length - 1) / (last - first)) * 1000 };
  },
};
export type TransformersPeer = typeof peer;
expose(peer);
