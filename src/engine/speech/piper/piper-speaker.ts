import { EngineError } from '../../errors.ts';
import type { VoiceManifest } from '../../models/manifest.ts';
import type { PiperConfig } from './piper-config.ts';

/**
 * The number of a speaker, asked for by name or number; without one, the voice's own first. Throws
 * `voice_not_found` for a speaker that the voice does not have.
 */
export function findSpeaker(
  asked: string | undefined,
  { num_speakers: count, speaker_id_map: names, default_speaker_id: first }: PiperConfig,
  { name }: VoiceManifest,
): number {
  if (asked === undefined || asked.trim() === '') return first;
  const wanted = asked.trim();
  const named = names[wanted];
  if (named !== undefined) return named;
  const number = /^\d+$/.test(wanted) ? Number(wanted) : Number.NaN;
  if (number < count) return number;
  const known = Object.keys(names).slice(0, 5).join(', ');
  throw new EngineError(
    'voice_not_found',
    count === 1
      ? `${name} has one speaker. Leave the speaker out, or choose a voice with several.`
      : `${name} has no speaker "${wanted}". It has ${count}: give a number from 0 to ${count - 1}${known ? `, or a name such as ${known}` : ''}.`,
    { details: { speaker: wanted } },
  );
}
