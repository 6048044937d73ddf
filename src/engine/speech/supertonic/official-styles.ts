import { z } from 'zod';
import { EngineError } from '../../errors.ts';
import type { EngineHost } from '../../host.ts';
import type { SpeechManifest, VoiceManifest } from '../../models/manifest.ts';
import { readStoredJson } from '../../models/store/read-stored-file.ts';
import { keepVoices } from '../keep-voices.ts';
import { requireVoice } from '../require-voice.ts';
import type { VoiceMix } from '../voice-mix.ts';

/** How a voice sounds (`ttl`) and how fast it speaks (`dp`), each with its shape. */
export interface Style {
  ttl: Float32Array<ArrayBuffer>;
  ttlDims: readonly number[];
  dp: Float32Array<ArrayBuffer>;
  dpDims: readonly number[];
}

const tensorSchema = z.object({
  dims: z.array(z.int().positive()).min(1).max(4),
  /** Nested as the shape says. */
  data: z.array(z.unknown()),
});
const voiceSchema = z.object({ style_ttl: tensorSchema, style_dp: tensorSchema });

/** More numbers than any voice has: a file of that size is none. */
const MAX_NUMBERS = 2 ** 20;

/** Reads voices from the store as they are asked for, keeps them, and mixes them. */
export function createOfficialStyles(
  host: EngineHost,
  manifest: SpeechManifest,
): (mix: VoiceMix) => Promise<Style> {
  const load = keepVoices((voice) => readStyle(host, manifest, voice));
  return async (mix) => {
    const parts = await Promise.all(
      mix.map(async ({ voice, weight }) => ({ style: await load(voice), weight })),
    );
    const [main] = parts;
    if (!main) throw new EngineError('voice_not_found', 'No voice is chosen.');
    const blend = (name: 'ttl' | 'dp') =>
      Float32Array.from(main.style[name], (_, index) =>
        parts.reduce((sum, { style, weight }) => sum + weight * (style[name][index] ?? 0), 0),
      );
    return { ...main.style, ttl: blend('ttl'), dp: blend('dp') };
  };
}

async function readStyle(
  host: EngineHost,
  manifest: SpeechManifest,
  voice: VoiceManifest,
): Promise<Style> {
  await requireVoice(host, manifest, voice);
  const parsed = voiceSchema.safeParse(await readStoredJson(host, manifest, voice.file.path));
  const { style_ttl: ttl, style_dp: dp } = parsed.data ?? {};
  const [sound, pace] = [readNumbers(ttl), readNumbers(dp)];
  if (!ttl || !dp || !sound || !pace)
    throw new EngineError(
      'weights_damaged',
      `the voice file ${voice.name} does not belong to ${manifest.title}`,
      { details: { voice: voice.id } },
    );
  return { ttl: sound, ttlDims: ttl.dims, dp: pace, dpDims: dp.dims };
}

function readNumbers(
  tensor: z.infer<typeof tensorSchema> | undefined,
): Float32Array<ArrayBuffer> | undefined {
  if (!tensor) return undefined;
  const expected = tensor.dims.reduce((product, dim) => product * dim, 1);
  const numbers = tensor.data.flat(tensor.dims.length - 1);
  const isWhole =
    expected <= MAX_NUMBERS &&
    numbers.length === expected &&
    numbers.every((value) => typeof value === 'number' && Number.isFinite(value));
  return isWhole ? Float32Array.from(numbers as number[]) : undefined;
}
