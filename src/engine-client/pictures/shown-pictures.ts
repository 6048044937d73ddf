import { EngineError } from '../../engine/errors.ts';
import type { StoredPicture } from '../../engine/images/picture-store.ts';
import { createObservable, type Observable } from '../observable.ts';
import type { PictureLibraryState } from './library-state.ts';

/** What is on the screen. */
export interface ShownPictures {
  readonly state: Observable<PictureLibraryState>;
  set(part: Partial<PictureLibraryState>): void;
  change(update: (pictures: readonly StoredPicture[]) => readonly StoredPicture[]): void;
  /** Adds pictures in their places, and replaces those with the same ids. */
  show(...added: StoredPicture[]): void;
  /** Shows what could not be written or read. */
  report(thrown: unknown): void;
}

export function createShownPictures(): ShownPictures {
  const state = createObservable<PictureLibraryState>({
    pictures: null,
    removed: [],
    problem: null,
    unsaved: [],
    importNotes: [],
  });
  const set: ShownPictures['set'] = (part) => state.update((before) => ({ ...before, ...part }));
  const change: ShownPictures['change'] = (update) =>
    state.update((before) => ({ ...before, pictures: update(before.pictures ?? []) }));
  return {
    state,
    set,
    change,
    show: (...added) =>
      change((pictures) => {
        const ids = new Set(added.map(({ id }) => id));
        const others = pictures.filter(({ id }) => !ids.has(id));
        return [...added, ...others].sort((a, b) => b.createdAt - a.createdAt);
      }),
    report: (thrown) => set({ problem: EngineError.from(thrown) }),
  };
}
