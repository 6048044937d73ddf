import type { SpeechManifest, VoiceManifest } from '../../../engine/models/manifest.ts';

/** OpenAI's voices, by what they sound like. */
const OPENAI_VOICES: ReadonlyMap<string, 'female' | 'male'> = new Map([
  ['alloy', 'female'],
  ['ash', 'male'],
  ['ballad', 'male'],
  ['cedar', 'male'],
  ['coral', 'female'],
  ['echo', 'male'],
  ['fable', 'male'],
  ['marin', 'female'],
  ['nova', 'female'],
  ['onyx', 'male'],
  ['sage', 'female'],
  ['shimmer', 'female'],
  ['verse', 'male'],
]);

/**
 * The engine's name of a voice. One of OpenAI's names means the model's voice of that name, else one
 * that sounds alike, always the same; anything else is left to the engine.
 */
export function chooseVoice(manifest: SpeechManifest, name: string): string {
  const { voices } = manifest;
  const sound = OPENAI_VOICES.get(name);
  if (!sound || voices.some(({ id }) => id === name)) return name;
  const namesake = voices.find(({ id }) => id.endsWith(`_${name}`));
  return (namesake ?? pickAlike(voices, sound, name) ?? voices[0])?.id ?? name;
}

/** Names of one sound are spread over the voices of that sound in the default voice's language. */
function pickAlike(
  voices: readonly VoiceManifest[],
  sound: 'female' | 'male',
  name: string,
): VoiceManifest | undefined {
  const alike = voices.filter(({ gender }) => gender === sound);
  const near = alike.filter(({ language }) => language === voices[0]?.language);
  const candidates = near.length > 0 ? near : alike;
  const names = [...OPENAI_VOICES].flatMap(([other, its]) => (its === sound ? [other] : []));
  return candidates[names.indexOf(name) % candidates.length];
}
