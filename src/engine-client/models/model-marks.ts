import { parseJson } from '../../engine/parse-json.ts';
import { createObservable, type Observable } from '../observable.ts';

/**
 * What went wrong with models on this device, in this or an earlier visit: whose worker did not
 * answer Stop and had to be ended, and which could not be loaded or failed at work. They can be used
 * all the same, but are neither loaded ahead nor recommended.
 */
export interface ModelMarks {
  readonly state: Observable<MarksState>;
  /** It did not answer Stop. `reason`: the sentence for whoever is looking. */
  mark(model: string, reason: string): void;
  /** It was tried and failed, with the code of the error. */
  noteFailure(model: string, code: string): void;
  /** Someone tries it again, or it has done its work. */
  clear(model: string): void;
  /** What happened is known now; the mark stays. */
  dismissNews(): void;
}

/** A model that was tried and failed here. */
export interface ModelFailure {
  /** `ErrorCode` of a version of this app, perhaps an earlier one. */
  code: string;
  /** Milliseconds since 1970. */
  at: number;
}

export interface MarksState {
  /** Ids of the models that did not answer Stop. */
  marked: readonly string[];
  /** By the model's id. */
  failed: Readonly<Record<string, ModelFailure>>;
  /** What has happened last in this visit, until it is dismissed. */
  news: { model: string; reason: string } | null;
}

/** The part of `localStorage` that is used. */
type MarkStorage = Pick<Storage, 'getItem' | 'setItem'>;

const KEY = 'triptych.model-marks';
const FAILURES_KEY = 'triptych.model-failures';

/** Without `storage` the marks last as long as the page. */
export function createModelMarks(storage?: MarkStorage): ModelMarks {
  const state = createObservable<MarksState>({ ...readMarks(storage), news: null });
  function change(part: Partial<MarksState>): void {
    state.update((before) => ({ ...before, ...part }));
    const { marked, failed } = state.getState();
    try {
      storage?.setItem(KEY, marked.join('\n'));
      storage?.setItem(FAILURES_KEY, JSON.stringify(failed));
    } catch {
      // Full or denied: then it is known until the page ends.
    }
  }
  const others = (model: string) => state.getState().marked.filter((id) => id !== model);
  return {
    state,
    mark: (model, reason) => change({ marked: [...others(model), model], news: { model, reason } }),
    noteFailure: (model, code) =>
      change({ failed: { ...state.getState().failed, [model]: { code, at: Date.now() } } }),
    clear(model) {
      const { marked, failed, news } = state.getState();
      if (!marked.includes(model) && !(model in failed)) return;
      const { [model]: _, ...stillFailed } = failed;
      change({
        marked: others(model),
        failed: stillFailed,
        news: news?.model === model ? null : news,
      });
    },
    dismissNews: () => state.update((before) => ({ ...before, news: null })),
  };
}

function readMarks(storage: MarkStorage | undefined): Pick<MarksState, 'marked' | 'failed'> {
  try {
    return {
      marked: (storage?.getItem(KEY) ?? '').split('\n').filter(Boolean),
      failed: readFailures(parseJson(storage?.getItem(FAILURES_KEY))),
    };
  } catch {
    return { marked: [], failed: {} };
  }
}

/** What is not a failure is left out: another version may have written it. */
function readFailures(stored: unknown): Record<string, ModelFailure> {
  const entries = Object.entries(stored ?? {}) as [string, Partial<ModelFailure> | null][];
  return Object.fromEntries(
    entries.flatMap(([model, noted]) =>
      typeof noted?.code === 'string' && typeof noted.at === 'number'
        ? [[model, { code: noted.code, at: noted.at }]]
        : [],
    ),
  );
}
