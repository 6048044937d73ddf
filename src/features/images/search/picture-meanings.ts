import { throwIfAborted } from '../../../engine/errors.ts';
import type { StoredPicture } from '../../../engine/images/picture-store.ts';
import { EMBEDDING_MODEL } from '../../../engine/models/catalog.ts';
import type { PromptVector, PromptVectorStore } from '../../../storage/prompt-vectors.ts';

type Vector = Float32Array<ArrayBuffer>;

interface MeaningsOptions {
  /** One vector for each text. */
  embed(texts: readonly string[], signal: AbortSignal): Promise<readonly Float32Array[]>;
  kept: PromptVectorStore;
  listPictures(): readonly StoredPicture[];
  /** Told while new prompts are read. */
  onRead(done: number, total: number): void;
  /** What the prompts mean, by the pictures' ids. */
  onChange(vectors: ReadonlyMap<string, Vector>): void;
}

/** What the prompts of all pictures mean. */
export interface PictureMeanings {
  /**
   * Reads the prompts that are new, and forgets those of pictures that are gone. One at a time; what
   * changes meanwhile is looked at afterwards. Throws `aborted`, and what `embed` throws.
   */
  bringUpToDate(signal: AbortSignal): Promise<void>;
}

/** Prompts between two looks at whether to stop, and between two writes. */
const BATCH = 16;

/** Vectors that cannot be kept hold for this visit. */
export function createPictureMeanings(options: MeaningsOptions): PictureMeanings {
  const { embed, kept, listPictures, onRead, onChange } = options;
  let rows: Map<string, PromptVector> | undefined;
  let isStale = false;
  let updating: Promise<void> | undefined;

  const show = (known: ReadonlyMap<string, PromptVector>) =>
    onChange(new Map([...known].map(([id, { vector }]) => [id, vector])));

  async function update(signal: AbortSignal): Promise<void> {
    const known = (rows ??= await readKept(kept));
    const wanted = listPictures().filter(({ parameters }) => parameters.prompt.trim() !== '');
    show(known);
    await readNew(wanted, known, signal);
    await forgetGone(new Set(wanted.map(({ id }) => id)), known);
  }
  async function readNew(
    wanted: readonly StoredPicture[],
    known: Map<string, PromptVector>,
    signal: AbortSignal,
  ): Promise<void> {
    const missing = wanted.filter(
      ({ id, parameters }) => known.get(id)?.prompt !== parameters.prompt,
    );
    for (let done = 0; done < missing.length; done += BATCH) {
      throwIfAborted(signal);
      onRead(done, missing.length);
      const added = await embedPictures(missing.slice(done, done + BATCH), known, signal);
      for (const row of added) known.set(row.id, row);
      await kept.put(added).catch(() => undefined);
      show(known);
    }
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
    const vectors = await embed(fresh, signal);
    fresh.forEach((prompt, index) => byPrompt.set(prompt, vectors[index] as Vector));
    return pictures.map(({ id, parameters: { prompt } }) => {
      const vector = byPrompt.get(prompt) as Vector;
      return { id, model: EMBEDDING_MODEL, prompt, vector };
    });
  }
  async function forgetGone(
    here: ReadonlySet<string>,
    known: Map<string, PromptVector>,
  ): Promise<void> {
    const gone = [...known.keys()].filter((id) => !here.has(id));
    for (const id of gone) known.delete(id);
    if (gone.length === 0) return;
    show(known);
    await kept.remove(gone).catch(() => undefined);
  }

  return {
    bringUpToDate(signal) {
      isStale = true;
      return (updating ??= (async () => {
        try {
          for (; isStale; await update(signal)) isStale = false;
        } finally {
          updating = undefined;
        }
      })());
    },
  };
}

async function readKept(kept: PromptVectorStore): Promise<Map<string, PromptVector>> {
  const all = await kept.list().catch(() => []);
  const current = all.filter(({ model }) => model === EMBEDDING_MODEL);
  return new Map(current.map((row) => [row.id, row]));
}
