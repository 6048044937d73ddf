import type { ComputeDevice } from '../device.ts';
import { EngineError, throwIfAborted } from '../errors.ts';
import type { EngineHost } from '../host.ts';
import { sampleRateOf, type SpeechManifest } from '../models/manifest.ts';
import { describeLoaded, type LoadedModel, type ModelChoice } from '../models/model-choice.ts';
import { isPlanned, planLoad } from '../models/load/plan-load.ts';
import { createTurns } from '../turns.ts';
import { checkRequest } from './check-request.ts';
import { isBroken } from './compare-speech.ts';
import { encodePieces } from './encode-pieces.ts';
import { finishChunk, SILENT } from './finish-chunk.ts';
import { explainFallback, loadChecked } from './load-checked.ts';
import type { SpeechChunk, SpeechEngine, SpeechEvent, SpeechRequest } from './speech-engine.ts';
import type { LoadSpeechPipeline, SpeechPipeline, SynthesisOptions } from './speech-pipeline.ts';
import { chunkSentences, type ChunkLengths, type TextChunk } from './text/chunk-text.ts';
import { loadNormalizer } from './text/normalizer.ts';
import { readSentences } from './text/read-text.ts';
import { readableBy } from './text/scripts.ts';
import { createUnreadScripts } from './text/unread-scripts.ts';

/** How each family of models is loaded; a family is fetched as code when it is first used. */
export type SpeechPipelineLoaders = Readonly<Record<SpeechManifest['engine'], LoadSpeechPipeline>>;

interface Resident extends LoadedModel {
  manifest: SpeechManifest;
  pipeline: SpeechPipeline;
  /** Where it was meant to run; it may have had to move to the processor. */
  plannedDevice: ComputeDevice;
  /** Why it left the GPU, until reported. */
  fallback: string | null;
}

/** Speech from a loaded pipeline: one model at a time, requests one after another. */
export function createSpeechEngine(host: EngineHost, loaders: SpeechPipelineLoaders): SpeechEngine {
  const turns = createTurns();
  let resident: Resident | undefined;

  async function ensureLoaded(choice: ModelChoice): Promise<Resident> {
    const plan = await planLoad(host, choice, 'speech');
    if (resident && isPlanned({ ...resident, device: resident.plannedDevice }, plan))
      return resident;
    await resident?.pipeline.dispose();
    resident = undefined;
    const begin = performance.now();
    const checked = await loadChecked(host, plan, loaders[plan.manifest.engine]);
    const adapter = checked.device === 'webgpu' ? (host.device.adapter?.name ?? null) : null;
    const loadMs = performance.now() - begin;
    resident = {
      ...plan,
      plannedDevice: plan.device,
      ...checked,
      model: plan.manifest.id,
      adapter,
      loadMs,
    };
    return resident;
  }

  /** Loads the same build for the processor, in place of the one whose sound was broken. */
  async function leaveGpu(loaded: Resident): Promise<void> {
    await loaded.pipeline.dispose();
    loaded.pipeline = await loaders[loaded.manifest.engine](
      host,
      loaded.manifest,
      'wasm',
      loaded.dtype,
    );
    loaded.device = 'wasm';
    loaded.adapter = null;
    loaded.fallback = explainFallback('its sound broke in the middle of a reading');
  }

  return {
    async load(choice, signal) {
      const release = await turns.take(signal);
      try {
        const loaded = await ensureLoaded(choice);
        await getReady(loaded, choice.voice);
        return describeLoaded(loaded);
      } finally {
        release();
      }
    },
    async *synthesize(request, signal) {
      const release = await turns.take(signal);
      try {
        if (!resident || resident.model !== request.model)
          yield { type: 'load-start', model: request.model };
        const loaded = await ensureLoaded(request);
        yield { type: 'load-end', ...describeLoaded(loaded) };
        yield* speak(loaded, leaveGpu, request, signal);
      } finally {
        release();
      }
    },
  };
}

/**
 * Reads the voice and the language's rules, so that the first word waits for neither. A failure
 * here recurs when speaking.
 */
async function getReady(
  { manifest, pipeline }: Resident,
  voice: string | undefined,
): Promise<void> {
  const ready = async () => {
    const options = checkRequest(manifest, {
      model: manifest.id,
      text: 'a',
      ...(voice ? { voice } : {}),
    });
    await Promise.all([
      pipeline.prepare?.(options),
      loadNormalizer(options.language, pipeline.readsFigures),
    ]);
  };
  await ready().catch(() => undefined);
}

async function* speak(
  loaded: Resident,
  leaveGpu: (loaded: Resident) => Promise<void>,
  request: SpeechRequest,
  signal: AbortSignal,
): AsyncGenerator<SpeechEvent> {
  const begin = performance.now();
  const { manifest, pipeline } = loaded;
  const options = checkRequest(manifest, request);
  const sampleRate = sampleRateOf(manifest, options.voices[0]?.voice.id);
  yield* tellFallback(loaded);
  const normalizer = await loadNormalizer(options.language, pipeline.readsFigures);
  const totals = { firstAudioMs: 0, computeMs: 0, seconds: 0 };
  const kept: Float32Array<ArrayBuffer>[] = [];
  const unread = createUnreadScripts();
  const sentences = readSentences(request.text, normalizer, readableBy(options.language));
  for (const chunk of chunkSentences(sentences, chooseLengths(pipeline, request))) {
    throwIfAborted(signal);
    const reason = unread.note(chunk);
    if (reason !== undefined) yield { type: 'text-skip', reason };
    if (chunk.spoken === '' && (totals.seconds === 0 || chunk.pauseSeconds === 0)) continue;
    const started = performance.now();
    let spoken = await speakChunk(loaded.pipeline, chunk, options, sampleRate);
    throwIfAborted(signal);
    if (chunk.spoken !== '' && isBroken(spoken.samples)) {
      if (loaded.device !== 'webgpu')
        throw new EngineError('internal', 'The voice model produced invalid sound.');
      await leaveGpu(loaded);
      yield* tellFallback(loaded);
      spoken = await speakChunk(loaded.pipeline, chunk, options, sampleRate);
    }
    totals.computeMs += performance.now() - started;
    totals.firstAudioMs ||= performance.now() - begin;
    totals.seconds += spoken.samples.length / spoken.sampleRate;
    if (request.format) kept.push(spoken.samples);
    yield { type: 'audio-chunk', ...spoken };
  }
  if (totals.seconds === 0) throw unread.explainSilence();
  if (request.format)
    yield { type: 'audio-file', ...(await encodePieces(kept, request, sampleRate, signal)) };
  yield {
    type: 'finish',
    durationSeconds: totals.seconds,
    firstAudioMs: totals.firstAudioMs,
    realTimeFactor: totals.computeMs / 1000 / totals.seconds,
  };
}

function* tellFallback(loaded: Resident): Generator<SpeechEvent> {
  const { fallback: reason } = loaded;
  loaded.fallback = null;
  if (reason !== null) yield { type: 'device-fallback', from: 'webgpu', to: 'wasm', reason };
}

function chooseLengths(
  { chunkLengths }: SpeechPipeline,
  { beginsShort = true }: SpeechRequest,
): ChunkLengths {
  const { most } = chunkLengths;
  return beginsShort ? chunkLengths : { first: most, most };
}

/** Speaks a chunk and appends its pause. */
async function speakChunk(
  pipeline: SpeechPipeline,
  chunk: TextChunk,
  options: SynthesisOptions,
  sampleRate: number,
): Promise<SpeechChunk> {
  const said = chunk.spoken === '' ? SILENT : await pipeline.synthesize(chunk, options);
  return finishChunk(said, chunk, { sampleRate, speed: options.speed });
}
