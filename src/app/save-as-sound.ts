import type { SoundSaver } from './sound-saver.ts';

/**
 * Saves a text, such as an answer, as a sound file in the chosen voice. The bar below every screen shows how far it is and cancels it.
 * `title`: names the file.
 */
export function saveAsSound({ soundSaver }: { soundSaver: SoundSaver }, text: string, title: string): void {
  void soundSaver.save(text, title);
}
