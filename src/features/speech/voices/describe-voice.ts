import { PIPER_BYTES } from '../../../engine/models/catalog/piper.ts';
import type { SpeakingVoice } from '../../../engine-client/companion/speaking-model.ts';
import { formatBytes } from '../../../ui/format.ts';
import { nameLanguage } from '../../../ui/name-language.ts';

/** All that is to be known of a voice before it is fetched, in one line. */
export function describeVoice(voice: SpeakingVoice): string {
  const { language, gender, grade, speakers, licence, quality, file, isHere } = voice;
  const bytes = file && quality ? (file.sizeBytes ?? PIPER_BYTES[quality]) : undefined;
  return [
    nameLanguage(language),
    gender !== 'neutral' && gender,
    grade && `grade ${grade}`,
    speakers && `${speakers} speakers`,
    bytes && (isHere ? 'on this device' : formatBytes(bytes)),
    licence && `licence: ${licence}`,
  ]
    .filter(Boolean)
    .join(' · ');
}
