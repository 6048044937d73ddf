import type { ComputeDevice } from '../device.ts';
import type { EngineHost } from '../host.ts';
import type { SpeechManifest } from '../models/manifest.ts';
import type { LoadPlan } from '../models/load/plan-load.ts';
import { checkRequest } from './check-request.ts';
import { findCorruption } from './compare-speech.ts';
import type { LoadSpeechPipeline, SpeechPipeline } from './speech-pipeline.ts';
import { chunkSentences } from './text/chunk-text.ts';
import { loadNormalizer } from './text/normalizer.ts';
import { readSentences } from './text/read-text.ts';

export interface CheckedPipeline {
  pipeline: SpeechPipeline;
  device: ComputeDevice;
  /** Why it does not run on the planned GPU, as a sentence; `null` if it does. */
  fallback: string | null;
}

type SpeechPlan = LoadPlan & { manifest: SpeechManifest };

/** Short, with vowels, hissing and humming sounds. */
const PROBE = 'She saw many zebras.';

/**
 * Loads a model for the planned device. On a GPU it must first speak a sentence the way the
 * processor does; if it fails, the processor is used. The verdict is stored with the model for this
 * GPU, so the sentence is spoken only once.
 */
export async function loadChecked(
  host: EngineHost,
  plan: SpeechPlan,
  load: LoadSpeechPipeline,
): Promise<CheckedPipeline> {
  const { manifest, dtype } = plan;
  const loadOn = (device: ComputeDevice) => load(host, manifest, device, dtype);
  if (plan.device !== 'webgpu')
    return { pipeline: await loadOn(plan.device), device: plan.device, fallback: null };
  const key = [dtype, host.device.adapter?.name].join(' ');
  const known = (await host.findModel(manifest.id))?.checks?.[key];
  if (known === '') return { pipeline: await loadOn('webgpu'), device: 'webgpu', fallback: null };
  if (known)
    return { pipeline: await loadOn('wasm'), device: 'wasm', fallback: explainFallback(known) };

  const onGpu = await loadOn('webgpu');
  const onProcessor = await loadOn('wasm');
  const reason = await compare(host, manifest, onGpu, onProcessor);
  await host.rememberCheck?.(manifest.id, key, reason ?? '');
  await (reason === null ? onProcessor : onGpu).dispose();
  return reason === null
    ? { pipeline: onGpu, device: 'webgpu', fallback: null }
    : { pipeline: onProcessor, device: 'wasm', fallback: explainFallback(reason) };
}

export function explainFallback(reason: string): string {
  return `This GPU does not compute this voice correctly: ${reason}. The processor speaks instead, more slowly.`;
}

async function compare(
  host: EngineHost,
  manifest: SpeechManifest,
  onGpu: SpeechPipeline,
  onProcessor: SpeechPipeline,
): Promise<string | null> {
  const reference = await speakProbe(host, manifest, onProcessor);
  try {
    return findCorruption(await speakProbe(host, manifest, onGpu), reference, manifest.sampleRate);
  } catch {
    return 'it stopped in the middle of a sentence';
  }
}

/** The test sentence in the first voice that is stored. */
async function speakProbe(
  host: EngineHost,
  manifest: SpeechManifest,
  pipeline: SpeechPipeline,
): Promise<Float32Array<ArrayBuffer>> {
  const stored = (await host.findModel(manifest.id))?.voices;
  const voice = manifest.voices.find(({ id }) => !stored || stored.includes(id))?.id;
  const options = checkRequest(manifest, {
    model: manifest.id,
    text: PROBE,
    ...(voice ? { voice } : {}),
  });
  const normalizer = await loadNormalizer(options.language, pipeline.readsFigures);
  const parts: Float32Array[] = [];
  for (const chunk of chunkSentences(readSentences(PROBE, normalizer), pipeline.chunkLengths))
    if (chunk.spoken !== '') parts.push((await pipeline.synthesize(chunk, options)).samples);
  return Float32Array.from(parts.flatMap((part) => [...part]));
}
