import type { SpeechManifest } from '../../../engine/models/manifest.ts';
import { splitVoiceMix } from './voice-parts.ts';

/** "Heart", or "Heart + Adam" for a mix; empty is the model's first voice. */
export function nameVoice(manifest: SpeechManifest | undefined, voice: string): string {
  const parts = splitVoiceMix(voice || (manifest?.voices[0]?.id ?? ''));
  return parts
    .map(({ id }) => manifest?.voices.find((one) => one.id === id)?.name ?? id)
    .join(' + ');
}
