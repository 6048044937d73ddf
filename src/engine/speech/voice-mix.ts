import { EngineError } from '../errors.ts';
import type { SpeechManifest, VoiceManifest } from '../models/manifest.ts';

/** Voices with their weights, which sum up to 1. Not empty. */
export type VoiceMix = readonly { voice: VoiceManifest; weight: number }[];

const PART = /^\s*([\p{L}\p{N}_-]+)\s*(?:\*\s*(\d*\.?\d+))?\s*$/u;

/**
 * Reads `af_heart`, `af_heart*0.7+am_adam*0.3` or `af_heart+am_adam`; parts without a weight weigh
 * 1. Without a text: the model's first voice. Throws `voice_not_found`, `invalid_request`, and
 * `not_supported` for a mix where the model has none.
 */
export function readVoiceMix(manifest: SpeechManifest, text: string | undefined): VoiceMix {
  const parts = (text?.trim() || (manifest.voices[0]?.id ?? ''))
    .split('+')
    .map((part) => readPart(manifest, part));
  const total = parts.reduce((sum, { weight }) => sum + weight, 0);
  if (!(total > 0))
    throw new EngineError('invalid_request', `The weights in "${text}" add up to 0.`);
  if (parts.length > 1 && !manifest.canMixVoices)
    throw new EngineError(
      'not_supported',
      `${manifest.title} cannot mix voices. Choose one of them.`,
    );
  return parts.map(({ voice, weight }) => ({ voice, weight: weight / total }));
}

function readPart(manifest: SpeechManifest, part: string): VoiceMix[number] {
  const [, id, weight = '1'] = PART.exec(part) ?? [];
  if (!id)
    throw new EngineError(
      'invalid_request',
      `"${part.trim()}" is not a voice. Write name, or name*0.7+other*0.3.`,
    );
  const voice = manifest.voices.find((candidate) => candidate.id === id);
  if (voice) return { voice, weight: Number(weight) };
  const known = manifest.voices.map((candidate) => candidate.id);
  throw new EngineError(
    'voice_not_found',
    `${manifest.title} has no voice "${id}". It has ${listSome(known)}.`,
    {
      details: { voice: id },
    },
  );
}

function listSome(names: readonly string[]): string {
  return names.length > 8
    ? `${names.slice(0, 8).join(', ')} and ${names.length - 8} more`
    : names.join(', ');
}

/**
 * Writes a mix the way readVoiceMix reads it.
 *
 * @example
 * const parts = [{ id: 'af_heart', weight: 0.7 }, { id: 'am_adam', weight: 0.3 }];
 * writeVoiceMix(parts); // → 'af_heart*0.7+am_adam*0.3'
 */
export function writeVoiceMix(parts: readonly { id: string; weight: number }[]): string {
  if (parts.length === 1) return parts[0]?.id ?? '';
  return parts.map(({ id, weight }) => `${id}*${Number(weight.toFixed(2))}`).join('+');
}
