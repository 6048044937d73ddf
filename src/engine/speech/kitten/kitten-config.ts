import { z } from 'zod';
import { EngineError } from '../../errors.ts';
import type { EngineHost } from '../../host.ts';
import type { SpeechManifest } from '../../models/manifest.ts';
import { readStoredJson } from '../../models/store/read-stored-file.ts';

/** What a repository of KittenTTS says of itself in `config.json`. */
export const kittenConfigSchema = z.looseObject({
  type: z.enum(['ONNX1', 'ONNX2']),
  model_file: z.string(),
  voices: z.string(),
  /** By a voice's own name: its natural pace, by which a speed is multiplied. */
  speed_priors: z.record(z.string(), z.number().positive().max(10)).default({}),
  /** The voices' names for people, and their own. */
  voice_aliases: z.record(z.string(), z.string()).default({}),
});
export type KittenConfig = z.infer<typeof kittenConfigSchema>;

/** Throws `weights_damaged`. */
export async function readKittenConfig(
  host: EngineHost,
  manifest: SpeechManifest,
): Promise<KittenConfig> {
  const parsed = kittenConfigSchema.safeParse(await readStoredJson(host, manifest, 'config.json'));
  if (parsed.success) return parsed.data;
  throw new EngineError(
    'weights_damaged',
    `config.json of ${manifest.title} is not what KittenTTS has`,
    { details: { model: manifest.id, path: 'config.json' } },
  );
}
