import { createObservable, type Observable } from '../observable.ts';

/**
 * Models whose worker did not answer Stop and had to be ended, in this or an earlier visit. They can
 * be used all the same, but are not loaded ahead.
 */
export interface ModelMarks {
  readonly state: Observable<MarksState>;
  /** `reason`: the sentence for whoever is looking. */
  mark(model: string, reason: string): void;
  /** Someone tries it again, or it has done its work. */
  clear(model: string): void;
  /** What happened is known now; the mark stays. */
  dismissNews(): void;
}

interface MarksState {
  /** Ids of the marked models. */
  marked: readonly string[];
  /** What has happened last in this visit, until it is dismissed. */
  news: { model: string; reason: string } | null;
}

/** The part of `localStorage` that is used. */
type MarkStorage = Pick<Storage, 'getItem' | 'setItem'>;

const KEY = 'triptych.model-marks';

/** Without `storage` the marks last as long as the page. */
export function createModelMarks(storage?: MarkStorage): ModelMarks {
  const state = createObservable<MarksState>({ marked: readMarks(storage), news: null });
  function change(part: Partial<MarksState>): void {
    state.update((before) => ({ ...before, ...part }));
    try {
      storage?.setItem(KEY, state.getState().marked.join('\n'));
    } catch {
      // Full or denied: then it is known until the page ends.
    }
  }
  const others = (model: string) => state.getState().marked.filter((id) => id !== model);
  return {
    state,
    mark: (model, reason) => change({ marked: [...others(model), model], news: { model, reason } }),
    clear(model) {
      if (!state.getState().marked.includes(model)) return;
      const { news } = state.getState();
      change({ marked: others(model), news: news?.model === model ? null : news });
    },
    dismissNews: () => state.update((before) => ({ ...before, news: null })),
  };
}

function readMarks(storage: MarkStorage | undefined): string[] {
  try {
    return (storage?.getItem(KEY) ?? '').split('\n').filter(Boolean);
  } catch {
    return [];
  }
}
