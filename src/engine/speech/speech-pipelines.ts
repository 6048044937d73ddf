import type { SpeechPipelineLoaders } from './pipeline-speech-engine.ts';

/** The families of models; each is fetched as code when one of its models is first loaded. */
export const speechPipelines: SpeechPipelineLoaders = {
  flite: async (...load) => (await import('./flite/flite-pipeline.ts')).loadFlitePipeline(...load),
  kitten: async (...load) =>
    (await import('./kitten/kitten-pipeline.ts')).loadKittenPipeline(...load),
  kokoro: async (...load) =>
    (await import('./kokoro/kokoro-pipeline.ts')).loadKokoroPipeline(...load),
  piper: async (...load) => (await import('./piper/piper-pipeline.ts')).loadPiperPipeline(...load),
  supertonic: async (...load) =>
    (await import('./supertonic/supertonic-pipeline.ts')).loadSupertonicPipeline(...load),
};
