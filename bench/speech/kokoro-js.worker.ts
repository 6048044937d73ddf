/** kokoro-js as its documentation uses it, streaming sentence by sentence, in a worker. */
import { env } from '@huggingface/transformers';
import { expose } from 'comlink';
import { KokoroTTS, TextSplitterStream } from 'kokoro-js';
import mjs from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url';
import wasm from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';
import type { Spoken } from './speech-runner.ts';

let tts: KokoroTTS | undefined;

const peer = {
  /** Returns the time it took, in ms. */
  async load(repository: string): Promise<number> {
    env.allowLocalModels = false;
    env.remoteHost = new URL('/hub/', location.href).href;
    // It would run the runtime's script from a blob, which this origin's content security policy forbids.
    env.useWasmCache = false;
    const onnx = env.backends.onnx as { wasm: { wasmPaths: object } };
    onnx.wasm.wasmPaths = { mjs: new URL(mjs, location.href).href, wasm: new URL(wasm, location.href).href };
    const begin = performance.now();
    tts = await KokoroTTS.from_pretrained(repository, { dtype: 'q8', device: 'wasm' });
    return performance.now() - begin;
  },
  async speak(text: string, voice: string): Promise<Spoken> {
    if (!tts) throw new Error('The peer has no model.');
    const begin = performance.now();
    let firstAudioMs = 0;
    let durationSeconds = 0;
    const splitter = new TextSplitterStream();
    const stream = tts.stream(splitter, { voice: voice as 'af_heart' });
    splitter.push(text);
    splitter.close();
    for await (const { audio } of stream) {
      firstAudioMs ||= performance.now() - begin;
      durationSeconds += audio.audio.length / audio.sampling_rate;
    }
    return { firstAudioMs, durationSeconds, computeMs: performance.now() - begin };
  },
};
export type KokoroPeer = typeof peer;
expose(peer);
