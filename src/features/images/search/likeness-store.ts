import { createStore, type StoreApi } from 'zustand/vanilla';
import { whenKnown, type Observable } from '../../../engine-client/observable.ts';
import type { EmbeddingEngine } from '../../../engine/embeddings/embedding-engine.ts';
import { likenessOf } from '../../../engine/embeddings/pool-mean.ts';
import { EngineError, throwIfAborted } from '../../../engine/errors.ts';
import type { StoredPicture } from '../../../engine/images/picture-store.ts';
import { EMBEDDING_MODEL } from '../../../engine/models/catalog.ts';
import type { PromptVector, PromptVectorStore } from '../../../storage/prompt-vectors.ts';

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

/** Prompts between two looks at whether to stop, and between two writes. */
const BATCH = 16;
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
  let rows: Map<string, PromptVector> | undefined;
  let isStale = false;
  let updating: Promise<void> | undefined;

  return createStore<LikenessState>()((set, get) => {
    const embed = (texts: readonly string[], signal: AbortSignal) =>
      engine.embed({ model: EMBEDDING_MODEL, texts }, signal);
    const show = (known: ReadonlyMap<string, PromptVector>) =>
      set({ vectors: new Map([...known].map(([id, { vector }]) => [id, vector])) });

    async function readKept(): Promise<Map<string, PromptVector>> {
      const all = await kept.list().catch(() => []);
      const current = all.filter(({ model }) => model === EMBEDDING_MODEL);
      return new Map(current.map((row) => [row.id, row]));
    }
    /** Vectors that cannot be kept hold for this visit. */
    async function update(signal: AbortSignal): Promise<void> {
      const known = (rows ??= await readKept());
      const pictures = library.state.getState().pictures ?? [];
      const wanted = pictures.filter(({ parameters }) => parameters.prompt.trim() !== '');
      const missing = wanted.filter(
        ({ id, parameters }) => known.get(id)?.prompt !== parameters.prompt,
      );
      show(known);
      for (let done = 0; done < missing.length; done += BATCH) {
        throwIfAborted(signal);
        if (get().run.status === 'preparing')
          set({ run: { status: 'preparing', done, total: missing.length } });
        const added = await embedPictures(missing.slice(done, done + BATCH), known, signal);
        for (const row of added) known.set(row.id, row);
        await kept.put(added).catch(() => undefined);
        show(known);
      }
      const here = new Set(wanted.map(({ id }) => id));
      const gone = [...known.keys()].filter((id) => !here.has(id));
      for (const id of gone) known.delete(id);
      if (gone.length === 0) return;
      show(known);
      await kept.remove(gone).catch(() => undefined);
    }
    /** A prompt that several pictures have is read once. */
    async function embedPictures(
      pictures: readonly StoredPicture[],
      known: ReadonlyMap<string, PromptVector>,
      signal: AbortSignal,
    ): Promise<PromptVector[]> {
      const byPrompt = new Map([...known.values()].map(({ prompt, vector }) => [prompt, vector]));
      const prompts = [...new Set(pictures.map(({ parameters }) => parameters.prompt))];
      const fresh = prompts.filter((prompt) => !byPrompt.has(prompt));
      const { vectors } = await embed(fresh, signal);
      fresh.forEach((prompt, index) =>
        byPrompt.set(prompt, vectors[index] as Float32Array<ArrayBuffer>),
      );
      return pictures.map(({ id, parameters: { prompt } }) => {
        const vector = byPrompt.get(prompt) as Float32Array<ArrayBuffer>;
        return { id, model: EMBEDDING_MODEL, prompt, vector };
      });
    }
    /** One at a time; what changes meanwhile is looked at afterwards. */
    function bringUpToDate(signal: AbortSignal): Promise<void> {
      isStale = true;
      return (updating ??= (async () => {
        try {
          for (; isStale; await update(signal)) isStale = false;
        } finally {
          updating = undefined;
        }
      })());
    }
    const fail = (thrown: unknown) => {
      const error = EngineError.from(thrown);
      set({ run: error.code === 'aborted' ? { status: 'off' } : { status: 'failed', error } });
    };
    library.state.subscribe(({ pictures }, before) => {
      if (pictures === before.pictures || get().run.status !== 'ready') return;
      bringUpToDate(stopper.signal).catch(fail);
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
          await bringUpToDate(signal);
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
        const [meaning] = (await embed([words], signal)).vectors;
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
