import type { SpeakingVoice } from '../../../engine-client/companion/speaking-model.ts';

/** Which voices of a list are shown; `all` is no choice. */
export interface VoiceFilter {
  language: string;
  gender: string;
  quality: string;
}

export const NO_FILTER: VoiceFilter = { language: 'all', gender: 'all', quality: 'all' };

export function fits(voice: SpeakingVoice, filter: VoiceFilter): boolean {
  return (
    takes(filter.language, voice.language) &&
    takes(filter.gender, voice.gender) &&
    takes(filter.quality, voice.quality)
  );
}

const takes = (wanted: string, value: string | undefined) => wanted === 'all' || wanted === value;

/** The values that voices have of a field, in their order. */
export function listValues(
  voices: readonly SpeakingVoice[],
  field: 'language' | 'gender' | 'quality',
): string[] {
  return [...new Set(voices.flatMap((voice) => voice[field] ?? []))];
}
