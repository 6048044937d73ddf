import { EngineError } from '../../errors.ts';
import type { EngineHost } from '../../host.ts';
import type { SpeechManifest, VoiceManifest } from '../../models/manifest.ts';
import { readStoredFile } from '../../models/store/read-stored-file.ts';
import type { VoiceMix } from '../voice-mix.ts';
import type { KittenConfig } from './kitten-config.ts';
import { readNpz, type NumberArray } from './read-npz.ts';

/** Numbers of one style. */
export const STYLE_SIZE = 256;

/** How a mix of voices sounds for a text of so many characters, and how fast these voices are. */
export interface KittenStyle {
  /** `[256]` */
  style: Float32Array<ArrayBuffer>;
  /** What a speed of 1 is for them. */
  pace: number;
}

/** Throws `voice_not_found`, `weights_damaged`. */
export type FindStyle = (mix: VoiceMix, characters: number) => KittenStyle;

/** Reads all voices, which lie in one file: a row of styles each, one for each length of text. */
export async function readKittenVoices(
  host: EngineHost,
  manifest: SpeechManifest,
  { voice_aliases: aliases, speed_priors: priors }: KittenConfig,
): Promise<FindStyle> {
  const path = manifest.voices[0]?.file.path ?? '';
  const arrays = await readArrays(host, manifest, path);

  function nameOf({ id }: VoiceManifest): string {
    return aliases[id] ?? id;
  }
  function rowOf(voice: VoiceManifest, characters: number): Float32Array {
    const styles = arrays.get(nameOf(voice));
    const [rows = 0, size] = styles?.dims ?? [];
    if (!styles || size !== STYLE_SIZE || rows === 0 || !styles.values.every(Number.isFinite))
      throw createDamaged(manifest, path, `has no voice “${voice.name}”`);
    const row = Math.min(characters, rows - 1);
    return styles.values.subarray(row * STYLE_SIZE, (row + 1) * STYLE_SIZE);
  }
  return (mix, characters) => {
    const parts = mix.map(({ voice, weight }) => ({
      row: rowOf(voice, characters),
      pace: priors[nameOf(voice)] ?? 1,
      weight,
    }));
    return {
      style: Float32Array.from({ length: STYLE_SIZE }, (_, column) =>
        parts.reduce((sum, { row, weight }) => sum + weight * (row[column] ?? 0), 0),
      ),
      pace: parts.reduce((sum, { pace, weight }) => sum + weight * pace, 0),
    };
  };
}

async function readArrays(
  host: EngineHost,
  manifest: SpeechManifest,
  path: string,
): Promise<Map<string, NumberArray>> {
  const bytes = await readStoredFile(host, manifest, path);
  return readNpz(new Blob([bytes])).catch((thrown: unknown) => {
    throw createDamaged(manifest, path, 'is no file of voices', thrown);
  });
}

function createDamaged(
  { title, id }: SpeechManifest,
  path: string,
  what: string,
  cause?: unknown,
): EngineError {
  return new EngineError('weights_damaged', `${path} of ${title} ${what}`, {
    cause,
    details: { model: id, path },
  });
}
