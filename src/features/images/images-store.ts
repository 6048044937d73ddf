import { createStore, type StoreApi } from 'zustand/vanilla';
import type { PictureCodec } from '../../engine-client/picture-codec.ts';
import type { PictureLibrary } from '../../engine-client/picture-library.ts';
import type { DevicePreference } from '../../engine/device.ts';
import type { Correction, DiffusionEngine, ImageEvent } from '../../engine/diffusion/diffusion-engine.ts';
import { EngineError } from '../../engine/errors.ts';
import type { PixelImage } from '../../engine/images/pixel-image.ts';
import type { StoredPicture } from '../../engine/images/picture-store.ts';
import { BUILT_IN_UPSCALE_MODEL } from '../../engine/models/catalog.ts';
import type { Upscaler } from '../../engine/upscale/upscaler.ts';
import type { ImageJobStore } from '../../storage/image-jobs.ts';
import { drawSeed, EMPTY_FORM, imageFormSchema, type ImageForm } from './image-form.ts';
import {
  parseJob,
  toImageRequest,
  toUpscaleRequest,
  type ImageJob,
  type ImageSource,
  type ImageTask,
} from './image-job.ts';

/** What the running request is doing. */
export type ImageRun =
  | { status: 'idle' }
  /** `fetching`: a built-in model's files are on their way; `loading`: the model is read into memory; `stopping`: it was cancelled. */
  | { status: 'fetching' | 'loading' | 'drawing' | 'stopping'; job: ImageJob; progress: ImageProgress | null };

export interface ImageProgress {
  /** Of how many pictures which one, from 0. */
  image: number;
  n: number;
  step: number;
  of: number;
  secondsLeft: number;
  preview: PixelImage | null;
}

/** A request that came to nothing. */
export interface FailedJob {
  job: ImageJob;
  error: EngineError;
}

interface ImagesState {
  form: ImageForm;
  source: ImageSource | null;
  run: ImageRun;
  /** Requests that wait, the next first. */
  queue: readonly ImageJob[];
  /** Requests of an earlier visit wait until somebody says so. */
  isPaused: boolean;
  failures: readonly FailedJob[];
  /** Values of the last request that were not possible, and what was taken instead. */
  corrections: readonly Correction[];
  /** Ids of the last request's pictures. */
  lastIds: readonly string[];
  lastSeconds: number | null;
}

interface ImagesActions {
  /** Reads the queue of an earlier visit; call once. */
  restore(): Promise<void>;
  changeForm(part: Partial<ImageForm>): void;
  setSource(source: ImageSource | null): void;
  /** Puts the form into the queue. */
  draw(): void;
  /** Four pictures near this one. `strength`: 0 the same, 1 another. */
  vary(picture: StoredPicture, strength: number): Promise<void>;
  upscale(picture: StoredPicture, factor: 2 | 4): Promise<void>;
  /** Stops the running request; pictures that are done stay. */
  cancel(): void;
  removeJob(id: string): void;
  /** Changes places with the job before. */
  moveUp(id: string): void;
  resume(): void;
  retry(id: string): void;
  dismiss(id: string): void;
}

export interface ImagesDependencies {
  engine: DiffusionEngine & Upscaler;
  codec: PictureCodec;
  library: PictureLibrary;
  jobs: ImageJobStore;
  /** The model to use and where to run it, at the time of asking. */
  chooseModel(): { model: string; device: DevicePreference };
  /** Resolves when the model's files are here. Throws for one that the user must download first. */
  ensureInstalled(model: string): Promise<void>;
  /** The form as it was left, as JSON. */
  draft: { read(): string; write(text: string): void };
}

export type ImagesStore = StoreApi<ImagesState & ImagesActions>;

const VARIATIONS = 4;

export function createImagesStore(dependencies: ImagesDependencies): ImagesStore {
  const { engine, codec, library, jobs, draft } = dependencies;
  let stopper: AbortController | undefined;
  let lastOrder = 0;

  return createStore<ImagesState & ImagesActions>()((set, get) => {
    function enqueue(task: ImageTask, model: string, source?: ImageSource): void {
      lastOrder = Math.max(Date.now(), lastOrder + 1);
      const job: ImageJob = {
        id: crypto.randomUUID(),
        order: lastOrder,
        model,
        task,
        ...(source ? { source } : {}),
      };
      // A browser that keeps nothing still draws.
      void jobs.put(job).catch(() => undefined);
      set({ queue: [...get().queue, job], isPaused: false });
      void work();
    }

    /** Draws what waits, one after the other. */
    async function work(): Promise<void> {
      while (get().run.status === 'idle' && !get().isPaused) {
        const [job, ...queue] = get().queue;
        if (!job) return;
        set({ queue });
        await runJob(job);
        void jobs.remove(job.id).catch(() => undefined);
      }
    }

    async function runJob(job: ImageJob): Promise<void> {
      const controller = (stopper = new AbortController());
      set({ run: { status: 'fetching', job, progress: null }, corrections: [], lastIds: [], lastSeconds: null });
      try {
        await Promise.race([dependencies.ensureInstalled(job.model), whenAborted(controller.signal)]);
        for await (const event of await start(job, controller.signal)) await apply(job, event);
      } catch (thrown) {
        // What the user stopped is no failure; what ended by itself must not end in silence.
        if (!controller.signal.aborted)
          set({ failures: [...get().failures, { job, error: EngineError.from(thrown) }] });
      } finally {
        stopper = undefined;
        set({ run: { status: 'idle' } });
      }
    }

    async function start(job: ImageJob, signal: AbortSignal): Promise<AsyncIterable<ImageEvent>> {
      const { device } = dependencies.chooseModel();
      const image = job.source && (await codec.decode(job.source.file));
      const { task } = job;
      if (task.kind === 'draw') return engine.generate(toImageRequest({ ...job, task }, device, image), signal);
      if (!image) throw new EngineError('invalid_request', 'There is no picture to make larger.');
      return engine.upscale(toUpscaleRequest({ ...job, task }, device, image), signal);
    }

    async function apply(job: ImageJob, event: ImageEvent): Promise<void> {
      const { run } = get();
      // Cancelled: the engine is about to stop.
      const status = run.status === 'stopping' ? 'stopping' : 'drawing';
      const before = run.status === 'idle' ? null : run.progress;
      if (event.type === 'load-start' && status !== 'stopping')
        set({ run: { status: 'loading', job, progress: null } });
      if (event.type === 'generation-start') {
        set({
          corrections: event.corrections,
          run: { status, job, progress: { image: 0, n: event.n, step: 0, of: 0, secondsLeft: 0, preview: null } },
        });
      }
      if (event.type === 'step-end') {
        const { image, step, of, secondsLeft } = event;
        const preview = event.preview ?? (before?.image === image ? before.preview : null);
        set({ run: { status, job, progress: { image, n: before?.n ?? 1, step, of, secondsLeft, preview } } });
      }
      if (event.type === 'image-end') {
        const file = new Blob([event.png], { type: 'image/png' });
        const { id } = await library.add(file, event.parameters, job.source?.pictureId);
        set({ lastIds: [...get().lastIds, id] });
      }
      if (event.type === 'finish') set({ lastSeconds: event.seconds });
    }

    const setForm = (form: ImageForm) => {
      draft.write(JSON.stringify(form));
      set({ form });
    };

    return {
      form: parseForm(draft.read()),
      source: null,
      run: { status: 'idle' },
      queue: [],
      isPaused: false,
      failures: [],
      corrections: [],
      lastIds: [],
      lastSeconds: null,

      async restore() {
        const waiting = (await jobs.list().catch(() => [])).flatMap((row) => parseJob(row) ?? []);
        const known = new Set(get().queue.map(({ id }) => id));
        const earlier = waiting.filter(({ id }) => !known.has(id));
        if (earlier.length === 0 || get().run.status !== 'idle') return;
        set({ queue: [...earlier, ...get().queue], isPaused: true });
      },
      changeForm: (part) => setForm({ ...get().form, ...part }),
      setSource: (source) => set({ source }),
      draw() {
        const { form, source } = get();
        const seed = form.isSeedLocked ? form.seed : drawSeed();
        setForm({ ...form, seed });
        enqueue({ kind: 'draw', form: { ...form, seed } }, dependencies.chooseModel().model, source ?? undefined);
      },
      async vary(picture, strength) {
        const { model: chosen } = dependencies.chooseModel();
        const { parameters } = picture;
        const isOurs = parameters.task === 'text-to-image' && parameters.model !== '';
        const base = imageFormSchema.parse({ ...parameters, negativePrompt: parameters.negativePrompt ?? '', n: 1 });
        if (isOurs) {
          for (let count = 0; count < VARIATIONS; count++)
            enqueue({ kind: 'draw', form: base, variation: { seed: drawSeed(), strength } }, parameters.model);
          return;
        }
        const source = { file: await library.readFile(picture.id), pictureId: picture.id };
        const form = { ...base, strength: Math.min(0.9, strength + 0.2), seed: drawSeed(), n: VARIATIONS };
        enqueue({ kind: 'draw', form }, parameters.model || chosen, source);
      },
      async upscale(picture, factor) {
        const source = { file: await library.readFile(picture.id), pictureId: picture.id };
        enqueue({ kind: 'upscale', factor, parameters: picture.parameters }, BUILT_IN_UPSCALE_MODEL, source);
      },
      cancel() {
        const { run } = get();
        if (run.status === 'idle') return;
        set({ run: { ...run, status: 'stopping' } });
        stopper?.abort();
      },
      removeJob(id) {
        void jobs.remove(id).catch(() => undefined);
        set({ queue: get().queue.filter((job) => job.id !== id) });
      },
      moveUp(id) {
        const { queue } = get();
        const at = queue.findIndex((job) => job.id === id);
        const [job, before] = [queue[at], queue[at - 1]];
        if (!job || !before) return;
        const swapped = [
          { ...job, order: before.order },
          { ...before, order: job.order },
        ];
        set({ queue: queue.with(at - 1, swapped[0] as ImageJob).with(at, swapped[1] as ImageJob) });
        void jobs.put(...swapped).catch(() => undefined);
      },
      resume() {
        set({ isPaused: false });
        void work();
      },
      retry(id) {
        const failed = get().failures.find(({ job }) => job.id === id);
        get().dismiss(id);
        if (failed) enqueue(failed.job.task, failed.job.model, failed.job.source);
      },
      dismiss: (id) => set({ failures: get().failures.filter(({ job }) => job.id !== id) }),
    };
  });
}

function parseForm(text: string): ImageForm {
  try {
    return imageFormSchema.parse(JSON.parse(text));
  } catch {
    return EMPTY_FORM;
  }
}

function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new EngineError('aborted', 'Stopped.')), { once: true });
  });
}
