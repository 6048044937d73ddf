import type { SpeechStore } from './speech-state.ts';

/** From here on another voice speaks the open reading. */
export function takeVoice(
  { getState: get, setState: set }: Pick<SpeechStore, 'getState' | 'setState'>,
  { model, voice }: { model: string; voice: string },
): void {
  const { open } = get();
  if (open) set({ open: { ...open, reading: { ...open.reading, model, voice } } });
}
