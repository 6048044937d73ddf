import { EngineError } from '../../errors.ts';
import type { EngineHost } from '../../host.ts';
import type { SpeechManifest, VoiceManifest } from '../../models/manifest.ts';
import { readStoredFile } from '../../models/store/read-stored-file.ts';
import { keepVoices } from '../keep-voices.ts';
import { requireVoice } from '../require-voice.ts';
import type { VoiceMix } from '../voice-mix.ts';

/** Numbers of one style: how the voice sounds when it speaks so many phonemes. */
export const STYLE_SIZE = 256;
/** Styles of a voice, one for each length up to this. */
const STYLE_ROWS = 510;

/** A voice's styles, `[510, 256]` in one row. */
type Styles = Float32Array;

/**
 * The style of a mix for a number of phonemes, float32 `[256]`. Throws `voice_not_found`,
 * `weights_damaged`.
 */
export type FindStyle = (mix: VoiceMix, phonemeCount: number) => Promise<Float32Array<ArrayBuffer>>;

/** Reads voices from the store as they are asked for, and keeps them. */
export function createStyles(host: EngineHost, manifest: SpeechManifest): FindStyle {
  const load = keepVoices((voice) => readStyles(host, manifest, voice));
  return async (mix, phonemeCount) => {
    const row = Math.min(Math.max(phonemeCount, 0), STYLE_ROWS - 1) * STYLE_SIZE;
    const parts = await Promise.all(
      mix.map(async ({ voice, weight }) => ({ styles: await load(voice), weight })),
    );
    return Float32Array.from({ length: STYLE_SIZE }, (_, column) =>
      parts.reduce((sum, { styles, weight }) => sum + weight * (styles[row + column] ?? 0), 0),
    );
  };
}

async function readStyles(
  host: EngineHost,
  manifest: SpeechManifest,
  voice: VoiceManifest,
): Promise<Styles> {
  await requireVoice(host, manifest, voice);
  const bytes = await readStoredFile(host, manifest, voice.file.path);
  const isWhole = bytes.length === STYLE_ROWS * STYLE_SIZE * Float32Array.BYTES_PER_ELEMENT;
  const styles = isWhole
    ? new Float32Array(bytes.buffer, bytes.byteOffset, STYLE_ROWS * STYLE_SIZE)
    : undefined;
  if (!styles?.every(Number.isFinite))
    throw new EngineError(
      'weights_damaged',
      `the voice file ${voice.name} does not belong to ${manifest.title}`,
      {
        details: { voice: voice.id },
      },
    );
  return styles;
}
