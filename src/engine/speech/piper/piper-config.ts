import { z } from 'zod';
import { EngineError } from '../../errors.ts';
import type { EngineHost } from '../../host.ts';
import type { SpeechManifest, VoiceManifest } from '../../models/manifest.ts';
import { readStoredJson } from '../../models/store/read-stored-file.ts';

/** The part of a voice's `.onnx.json` that its graph depends on. */
const configSchema = z.object({
  audio: z.object({ sample_rate: z.int().positive() }),
  espeak: z.object({ voice: z.string() }).optional(),
  phoneme_type: z.string().default('espeak'),
  phoneme_id_map: z.record(z.string(), z.array(z.int())),
  num_speakers: z.int().positive().default(1),
  speaker_id_map: z.record(z.string(), z.int()).default({}),
  default_speaker_id: z.int().default(0),
  inference: z
    .object({
      noise_scale: z.number().default(0.667),
      length_scale: z.number().positive().default(1),
      noise_w: z.number().default(0.8),
    })
    .prefault({}),
  vowel_clusters: z.array(z.array(z.string())).default([]),
});
export type PiperConfig = z.infer<typeof configSchema> & { phoneme_type: 'espeak' | 'text' };

/** Beginning, end and what stands between phonemes: without them the graph cannot be fed. */
const FRAME = ['^', '_', '$'];

/** Kinds of phonemes that need a front end of their own, by what they are for. */
const OTHER_KINDS: Readonly<Record<string, string>> = {
  pinyin: 'Chinese in pinyin',
  hebrew: 'Hebrew with vowel points',
  japanese: 'Japanese with pitch accents',
  thai: 'Thai with tones',
};

/**
 * Reads how a voice's graph is fed. Throws `weights_damaged` for a file that lacks what the graph
 * needs, `not_supported` for phonemes that cannot be made here.
 */
export async function readPiperConfig(
  host: EngineHost,
  manifest: SpeechManifest,
  voice: VoiceManifest,
): Promise<PiperConfig> {
  const path = voice.config?.path ?? `${voice.file.path}.json`;
  const parsed = configSchema.safeParse(await readStoredJson(host, manifest, path));
  const details = { voice: voice.id };
  if (!parsed.success) {
    const [field] = parsed.error.issues[0]?.path ?? [];
    const lack =
      field === 'phoneme_id_map' ? 'no phoneme map (phoneme_id_map)' : `no valid ${String(field)}`;
    throw new EngineError('weights_damaged', `${path} has ${lack}`, { details });
  }
  const { phoneme_type: kind, phoneme_id_map: ids } = parsed.data;
  const missing = FRAME.find((phoneme) => !ids[phoneme]);
  if (missing !== undefined)
    throw new EngineError('weights_damaged', `the phoneme map of ${path} lacks "${missing}"`, {
      details,
    });
  if (kind !== 'espeak' && kind !== 'text')
    throw new EngineError(
      'not_supported',
      OTHER_KINDS[kind]
        ? `${voice.name} reads ${OTHER_KINDS[kind]}, which Triptych cannot write. Choose another voice.`
        : `${voice.name} reads phonemes of the unknown type "${kind}". Choose another voice.`,
      { details },
    );
  return { ...parsed.data, phoneme_type: kind };
}
