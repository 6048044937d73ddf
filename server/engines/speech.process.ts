import { createSpeechEngine } from '../../src/engine/speech/pipeline-speech-engine.ts';
import type { SpeechEngine } from '../../src/engine/speech/speech-engine.ts';
import { createNodeHost } from '../node-host.ts';
import { exposeInProcess, readProcessSettings } from './expose-in-process.ts';
import { nameProcessor, onProcessor, speakOnProcessor } from './on-processor.ts';

const engine = createSpeechEngine(createNodeHost(readProcessSettings()), speakOnProcessor);

exposeInProcess<SpeechEngine>({
  load: async (choice, signal) => nameProcessor(await engine.load(choice, signal)),
  async *synthesize(request, signal) {
    yield* onProcessor(engine.synthesize(request, signal));
  },
});
