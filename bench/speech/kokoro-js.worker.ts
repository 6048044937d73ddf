/** kokoro-js as its documentation uses it, streaming sentence by sentence, in a worker. */
import { expose } from 'comlink';
import { KokoroTTS, TextSplitterStream } from 'kokoro-js';
import { configureTransformers } from '../configure-transformers.ts';
import type { Spoken } from './speech-runner.ts';

let tts: KokoroTTS | undefined;

const peer = {
  /** Returns the time it took, in ms. */
  async load(repository: string): Promise<number> {
    configureTransformers({});
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
