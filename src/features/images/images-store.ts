import { createStore, type StoreApi } from 'zustand/vanilla';
import type { DevicePreference } from '../../engine/device.ts';
import { knownParameters, type StoredPicture } from '../../engine/images/picture-store.ts';
import { BUILT_IN_UPSCALE_MODEL } from '../../engine/models/catalog.ts';
import type { BulkTask } from '../../engine/bulk/run-bulk-job.ts';
import type { BatchTask } from '../../engine/studio/batch/run-batch-job.ts';
import { withOrigin, type Origin } from '../../engine/origin.ts';
import { createJobQueue, type JobQueue } from '../../engine/studio/job-queue.ts';
import type { MovableJobStore } from '../../engine/studio/job-store.ts';
import type { Tabs } from '../../engine/tabs.ts';
import {
  drawSeed,
  EMPTY_FORM,
  imageFormSchema,
  requestOfForm,
  type ImageForm,
} from './form/image-form.ts';
import { withRequest } from './form/stored-form-jobs.ts';
import { parseJob, type ImageJob, type ImageSource } from './image-job.ts';
import {
  beginReport,
  FIRST_REPORT,
  toQueueState,
  type ImageQueueNews,
  type ImageReport,
  type QueueState,
} from './queue/image-run.ts';
import { runImageJob, type ImageJobRunner } from './queue/run-image-job.ts';

interface ImagesState extends QueueState {
  form: ImageForm;
  source: ImageSource | null;
}

type PictureWords = Pick<ImageForm, 'prompt' | 'negativePrompt'>;

interface ImagesActions extends Omit<JobQueue<ImageJob, ImageReport>, 'state' | 'enqueue'> {
  changeForm(part: Partial<ImageForm>): void;
  setSource(source: ImageSource | null): void;
  /** Puts the form into the queue; what was drawn with its kept seed before is the answer. */
  draw(): void;
  /** Draws what was answered with earlier pictures. */
  drawAgain(): void;
  /**
   * Puts words from elsewhere into the queue, with all else as the model has it; the form stays as
   * it is. Returns the id of the job.
   */
  drawIdea(idea: PictureWords, origin?: Origin): string;
  /** Puts words from elsewhere into the form, which remembers where they came from. */
  takeWords(words: PictureWords, origin: Origin | undefined): void;
  /** Four pictures near this one. `strength`: 0 the same, 1 another. */
  vary(picture: StoredPicture, strength: number): Promise<void>;
  upscale(picture: StoredPicture, factor: 2 | 4): Promise<void>;
  /** Puts a batch of sizes into the queue. Returns the id of the job. */
  makeBatch(task: BatchTask): string;
  /** Puts a list of pictures into the queue; it gives way to all others. */
  processList(task: BulkTask): void;
}

export interface ImagesDependencies extends Omit<ImageJobRunner, 'chooseDevice'> {
  jobs: MovableJobStore;
  tabs: Tabs<ImageQueueNews>;
  /** The model to use and where to run it, at the time of asking. */
  chooseModel(): { model: string; device: DevicePreference };
  /** The form as it was left, as JSON. */
  draft: { read(): string; write(text: string): void };
}

export type ImagesStore = StoreApi<ImagesState & ImagesActions>;

const VARIATIONS = 4;
/** Thousands of pictures must not keep one that somebody waits for. */
const PRIORITY_OF_LISTS = -1;

export function createImagesStore(dependencies: ImagesDependencies): ImagesStore {
  const { library, jobs, tabs, draft } = dependencies;

  return createStore<ImagesState & ImagesActions>()((set, get) => {
    const runner = { ...dependencies, chooseDevice: () => dependencies.chooseModel().device };
    const { state, enqueue, ...queue } = createJobQueue<ImageJob, ImageReport>({
      store: jobs,
      tabs,
      parse: (row) => parseJob(withRequest(row)),
      runJob: (job, signal, progress) => runImageJob(runner, job, signal, progress),
      firstReport: FIRST_REPORT,
      beginReport,
      onChange: (changed) => set(toQueueState(changed)),
    });
    const setForm = (form: ImageForm) => {
      draft.write(JSON.stringify(form));
      set({ form });
    };

    return {
      ...toQueueState(state()),
      ...queue,
      form: parseForm(draft.read()),
      source: null,
      changeForm: (part) => setForm(keepOrigin({ ...get().form, ...part })),
      takeWords: ({ prompt, negativePrompt }, origin) =>
        setForm({ ...get().form, prompt, negativePrompt, origin }),
      setSource: (source) => set({ source }),
      draw() {
        const { form, source } = get();
        const seed = form.isSeedLocked ? form.seed : drawSeed();
        const asked = { ...form, seed };
        setForm(asked);
        const request = requestOfForm(asked, source ?? undefined);
        const { model } = dependencies.chooseModel();
        enqueue({
          task: { kind: 'draw', request },
          model,
          ...(source ? { source } : {}),
          ...(form.isSeedLocked ? { isRepeat: true } : {}),
          ...withOrigin(form.origin),
        });
      },
      drawAgain() {
        const { cached } = get();
        if (cached) enqueue({ ...cached.job, isRepeat: false, done: 0 });
      },
      drawIdea({ prompt, negativePrompt }, origin) {
        const request = requestOfForm({ ...EMPTY_FORM, prompt, negativePrompt, seed: drawSeed() });
        return enqueue({
          task: { kind: 'draw', request },
          model: dependencies.chooseModel().model,
          ...withOrigin(origin),
        });
      },
      async vary(picture, strength) {
        const { model: chosen } = dependencies.chooseModel();
        const { parameters } = picture;
        const isOurs = parameters.task === 'text-to-image' && parameters.model !== '';
        const base = imageFormSchema.parse({ ...knownParameters(picture), n: 1 });
        if (isOurs) {
          for (let count = 0; count < VARIATIONS; count++) {
            const request = { ...requestOfForm(base), variation: { seed: drawSeed(), strength } };
            enqueue({
              task: { kind: 'draw', request },
              model: parameters.model,
              originId: picture.id,
            });
          }
          return;
        }
        const source = { file: await library.readFile(picture.id), pictureId: picture.id };
        const form = {
          ...base,
          strength: Math.min(0.9, strength + 0.2),
          seed: drawSeed(),
          n: VARIATIONS,
        };
        const task = { kind: 'draw', request: requestOfForm(form, source) } as const;
        enqueue({ task, model: parameters.model || chosen, source });
      },
      async upscale(picture, factor) {
        const source = { file: await library.readFile(picture.id), pictureId: picture.id };
        const task = { kind: 'upscale', factor, parameters: picture.parameters } as const;
        enqueue({ task, model: BUILT_IN_UPSCALE_MODEL, source });
      },
      makeBatch: (task) =>
        enqueue({ task: { kind: 'batch', ...task }, model: task.request.model ?? '' }),
      processList: ({ ids, ...task }) =>
        void enqueue({
          task: { kind: 'bulk', ...task, ids: [...ids] },
          model: '',
          priority: PRIORITY_OF_LISTS,
        }),
    };
  });
}

/** Words that are written after all others were deleted come from nowhere else. */
function keepOrigin(form: ImageForm): ImageForm {
  return form.prompt.trim() === '' ? { ...form, origin: undefined } : form;
}

function parseForm(text: string): ImageForm {
  try {
    return imageFormSchema.parse(JSON.parse(text));
  } catch {
    return EMPTY_FORM;
  }
}
