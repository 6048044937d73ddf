import { createStore, type StoreApi } from 'zustand/vanilla';
import { whenKnown, type Observable } from '../../../engine-client/observable.ts';
import type { EmbeddingEngine } from '../../../engine/embeddings/embedding-engine.ts';
import { likenessOf } from '../../../engine/embeddings/pool-mean.ts';
import { EngineError, throwIfAborted } from '../../../engine/errors.ts';
import type { StoredPicture } from '../../../engine/images/picture-store.ts';
import { EMBEDDING_MODEL } from '../../../engine/models/catalog.ts';
import type { PromptVectorStore } from '../../../storage/prompt-vectors.ts';
import { createPictureMeanings } from './picture-meanings.ts';

export type LikenessRun =
  | { status: 'off' }
  /** `total` prompts are read; 0 while the model is fetched or loaded. */
  | { status: 'preparing'; done: number; total: number }
  | { status: 'ready' }
  | { status: 'failed'; error: EngineError };

interface LikenessState {
  run: LikenessRun;
  /** What the prompts mean, by the pictures' ids. */
  vectors: ReadonlyMap<string, Float32Array<ArrayBuffer>>;
  /**
   * Fetches the model if it is not here, reads the prompts that are new and, from then on, those of
   * pictures that are added.
   */
  turnOn(): Promise<void>;
  turnOff(): void;
  /** Pictures whose prompts mean nearly what the words do, with their likeness. Throws `aborted`. */
  findMeaning(words: string, signal: AbortSignal): Promise<ReadonlyMap<string, number>>;
  /** Ids of the pictures whose prompts are most like this one's, the nearest first. */
  findLike(pictureId: string): string[];
}
export type LikenessStore = StoreApi<LikenessState>;

export interface LikenessDependencies {
  engine: EmbeddingEngine;
  kept: PromptVectorStore;
  library: { readonly state: Observable<{ pictures: readonly StoredPicture[] | null }> };
}

/** Below it, a few words and a prompt have little to do with each other. */
const MEANS_NEARLY = 0.35;
const IS_LIKE = 0.45;
const MOST_LIKE = 12;

/** Likeness of pictures by what their prompts mean. */
export function createLikenessStore({
  engine,
  kept,
  library,
}: LikenessDependencies): LikenessStore {
  let stopper = new AbortController();
  const embed = async (texts: readonly string[], signal: AbortSignal) =>
    (await engine.embed({ model: EMBEDDING_MODEL, texts }, signal)).vectors;

  return createStore<LikenessState>()((set, get) => {
    const meanings = createPictureMeanings({
      embed,
      kept,
      listPictures: () => library.state.getState().pictures ?? [],
      onRead(done, total) {
        if (get().run.status === 'preparing') set({ run: { status: 'preparing', done, total } });
      },
      onChange: (vectors) => set({ vectors }),
    });
    const fail = (thrown: unknown) => {
      const error = EngineError.from(thrown);
      set({ run: error.code === 'aborted' ? { status: 'off' } : { status: 'failed', error } });
    };
    library.state.subscribe(({ pictures }, before) => {
      if (pictures === before.pictures || get().run.status !== 'ready') return;
      meanings.bringUpToDate(stopper.signal).catch(fail);
    });

    return {
      run: { status: 'off' },
      vectors: new Map(),
      async turnOn() {
        if (get().run.status === 'preparing' || get().run.status === 'ready') return;
        const { signal } = (stopper = new AbortController());
        set({ run: { status: 'preparing', done: 0, total: 0 } });
        try {
          // Brings the model, even where no prompt is new.
          await embed([], signal);
          await whenKnown(picturesOf(library.state));
          await meanings.bringUpToDate(signal);
          throwIfAborted(signal);
          set({ run: { status: 'ready' } });
        } catch (thrown) {
          fail(thrown);
        }
      },
      turnOff() {
        stopper.abort();
        set({ run: { status: 'off' } });
      },
      async findMeaning(words, signal) {
        const [meaning] = await embed([words], signal);
        return meaning ? near(meaning, get().vectors, MEANS_NEARLY) : new Map();
      },
      findLike(pictureId) {
        const { vectors } = get();
        const own = vectors.get(pictureId);
        const likenesses = own ? near(own, vectors, IS_LIKE) : new Map<string, number>();
        return [...likenesses]
          .filter(([id]) => id !== pictureId)
          .sort(([, a], [, b]) => b - a)
          .slice(0, MOST_LIKE)
          .map(([id]) => id);
      },
    };
  });
}

function near(
  meaning: Float32Array,
  vectors: ReadonlyMap<string, Float32Array>,
  least: number,
): Map<string, number> {
  const likenesses = [...vectors].map(([id, vector]) => [id, likenessOf(meaning, vector)] as const);
  return new Map(likenesses.filter(([, likeness]) => likeness >= least));
}

/** The list alone, `null` until it is read. */
function picturesOf(
  state: LikenessDependencies['library']['state'],
): Observable<readonly StoredPicture[] | null> {
  return {
    getState: () => state.getState().pictures,
    getInitialState: () => state.getInitialState().pictures,
    subscribe: (listener) =>
      state.subscribe((now, before) => listener(now.pictures, before.pictures)),
  };
}
