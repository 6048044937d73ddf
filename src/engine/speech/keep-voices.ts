import type { VoiceManifest } from '../models/manifest.ts';

/** Has each voice read when it is first asked for, and again only if that failed. */
export function keepVoices<T>(
  read: (voice: VoiceManifest) => Promise<T>,
): (voice: VoiceManifest) => Promise<T> {
  const kept = new Map<string, Promise<T>>();
  return (voice) => {
    const known = kept.get(voice.id);
    if (known) return known;
    const reading = read(voice);
    kept.set(voice.id, reading);
    reading.catch(() => kept.delete(voice.id));
    return reading;
  };
}
