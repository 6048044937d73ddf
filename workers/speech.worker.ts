import type { AudioFile } from '../src/engine/speech/audio-file/encode-audio.ts';
import { createSpeechEngine } from '../src/engine/speech/pipeline-speech-engine.ts';
import type { Recording } from '../src/engine/speech/recording.ts';
import type { SpeechEngine } from '../src/engine/speech/speech-engine.ts';
import { speechPipelines } from '../src/engine/speech/speech-pipelines.ts';
import { transfer } from 'comlink';
import { createBrowserHost } from './browser-host.ts';
import { exposeEngine } from '../src/comlink/expose-engine.ts';
import { holdLifeLock } from './life-lock.ts';

/** The engine, and what writes its sound as files. */
export interface SpeechWorker extends SpeechEngine {
  /** Throws `not_supported`, `aborted`. */
  encode(recording: Recording, signal: AbortSignal): Promise<AudioFile>;
}

const engine = createBrowserHost().then((host) => createSpeechEngine(host, speechPipelines));

exposeEngine<SpeechWorker>(
  {
    load: async (choice, signal) => (await engine).load(choice, signal),
    async *synthesize(request, signal) {
      yield* (await engine).synthesize(request, signal);
    },
    async encode(recording, signal) {
      const { encodeRecording } = await import('../src/engine/speech/recording.ts');
      const file = await encodeRecording(recording, signal);
      return transfer(file, [file.bytes.buffer]);
    },
  },
  holdLifeLock(),
);
