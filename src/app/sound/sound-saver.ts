import { createObservable, type Observable } from '../../engine-client/observable.ts';
import { EngineError } from '../../engine/errors.ts';
import type { SoundMaker } from './make-sound.ts';

/** A text that is made into a sound file. */
export type SoundSaving =
  | { status: 'idle' }
  /** `progress`: 0 to 1; `null` while the file is written. */
  | { status: 'making'; title: string; progress: number | null }
  | { status: 'failed'; title: string; problem: EngineError };

/** Saves texts straight as sound files, one at a time. */
export interface SoundSaver {
  state: Observable<SoundSaving>;
  /**
   * Speaks a text in the chosen voice and gives the file to the browser's downloads. Replaces
   * a save that is still running.
   */
  save(text: string, title: string): Promise<void>;
  /** Cancels the save, or dismisses its error. */
  cancel(): void;
}

export function createSoundSaver(maker: SoundMaker & { onStart(): void }): SoundSaver {
  const state = createObservable<SoundSaving>({ status: 'idle' });
  const show = (next: SoundSaving) => state.update(() => next);
  let stopper: AbortController | undefined;

  function cancel(): void {
    stopper?.abort();
    stopper = undefined;
    show({ status: 'idle' });
  }

  return {
    state,
    cancel,
    async save(text, title) {
      cancel();
      const controller = (stopper = new AbortController());
      const { signal } = controller;
      maker.onStart();
      show({ status: 'making', title, progress: 0 });
      try {
        const { saveSound } = await import('./make-sound.ts');
        const onProgress = (progress: number | null) =>
          signal.aborted || show({ status: 'making', title, progress });
        await saveSound(maker, { text, title }, onProgress, signal);
        if (stopper === controller) cancel();
      } catch (thrown) {
        if (!signal.aborted) show({ status: 'failed', title, problem: EngineError.from(thrown) });
      }
    },
  };
}
