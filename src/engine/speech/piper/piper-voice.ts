import type { ComputeDevice } from '../../device.ts';
import { EngineError } from '../../errors.ts';
import type { EngineHost } from '../../host.ts';
import type { SpeechManifest, VoiceManifest } from '../../models/manifest.ts';
import { espeakNameOf } from '../../models/espeak-names.ts';
import { readStoredFile } from '../../models/store/read-stored-file.ts';
import { loadPhonemizer } from '../espeak/phonemizer.ts';
import { createGraphSession } from '../graph-session.ts';
import { requireVoice } from '../require-voice.ts';
import { readPiperConfig, type PiperConfig } from './piper-config.ts';

/** How a voice speaks a sentence. */
export interface PiperScales {
  /** Length of phonemes: above 1 is slower. */
  length: number;
  /** How much the sound varies, and how much the lengths of phonemes do. */
  noise: number;
  noiseW: number;
}

/** One voice's graph in memory, with what makes its phonemes. */
export interface PiperVoice {
  readonly id: string;
  readonly config: PiperConfig;
  /** eSpeak NG's IPA of some words; absent for a voice that reads letters. */
  readonly phonemize?: (text: string) => string;
  /** `ids` as toPhonemeIds writes them. Samples at the voice's rate, -1 to 1. */
  run(ids: readonly number[], scales: PiperScales, speaker: number): Promise<Samples>;
  dispose(): Promise<void>;
}

type Samples = Float32Array<ArrayBuffer>;

/**
 * Loads the VITS graph: `input` int64 `[1, n]`, `input_lengths` int64 `[1]`, `scales` float32 `[3]`
 * (noise, length, noise_w), `sid` int64 `[1]` where there are several speakers, to float32
 * `[1, 1, t]` or `[1, 1, 1, t]`. Throws `voice_not_found`, `weights_damaged`, `not_supported`,
 * `language_not_supported`, `out_of_memory`.
 */
export async function loadPiperVoice(
  host: EngineHost,
  manifest: SpeechManifest,
  voice: VoiceManifest,
  device: ComputeDevice,
): Promise<PiperVoice> {
  await requireVoice(host, manifest, voice);
  const config = await readPiperConfig(host, manifest, voice);
  const phonemize = await loadPhonemes(host, manifest, voice, config);
  const [ort, model] = await Promise.all([
    host.loadOrt(device),
    readStoredFile(host, manifest, voice.file.path),
  ]);
  const session = await createGraphSession(ort, { model }, device, voice.name);
  const hasSpeakers = session.inputNames.includes('sid');
  return {
    id: voice.id,
    config,
    ...(phonemize ? { phonemize } : {}),
    async run(ids, { length, noise, noiseW }, speaker) {
      const int64 = (values: readonly number[], dims: number[]) =>
        new ort.Tensor('int64', BigInt64Array.from(values, BigInt), dims);
      const outputs = await session.run({
        input: int64(ids, [1, ids.length]),
        input_lengths: int64([ids.length], [1]),
        scales: new ort.Tensor('float32', Float32Array.of(noise, length, noiseW), [3]),
        ...(hasSpeakers ? { sid: int64([speaker], [1]) } : {}),
      });
      const [waveform] = Object.values(outputs);
      return normalisePeak((await waveform?.getData()) as Float32Array);
    },
    dispose: () => session.release(),
  };
}

async function loadPhonemes(
  host: EngineHost,
  manifest: SpeechManifest,
  voice: VoiceManifest,
  config: PiperConfig,
): Promise<((text: string) => string) | undefined> {
  if (config.phoneme_type === 'text') return undefined;
  if (!config.espeak)
    throw new EngineError('weights_damaged', `the settings of ${voice.name} name no language`, {
      details: { voice: voice.id },
    });
  const language = espeakNameOf(config.espeak.voice);
  const model = manifest.phonemizer ?? 'triptych/espeak-ng';
  const phonemizer = await loadPhonemizer(host, model, language);
  return (text) => phonemizer.phonemize(text, language);
}

/** As the reference does: each sentence is as loud as it can be. Silence stays silence. */
function normalisePeak(samples: Float32Array): Samples {
  const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  return Float32Array.from(samples, (sample) => (peak < 1e-8 ? 0 : sample / peak));
}
