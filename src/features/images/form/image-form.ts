import * as z from 'zod/mini';
import {
  SCHEDULER_NAMES,
  type SchedulerName,
} from '../../../engine/diffusion/plan/scheduler-names.ts';
import { originSchema } from '../../../engine/origin.ts';
import type { ImageParameters } from '../../../engine/images/metadata/image-parameters.ts';
import type { DrawRequest, ImageSource } from '../image-job.ts';

const margin = z.int().check(z.gte(0), z.lte(1024));

/** What the form holds. `null`: the model's own value. */
export const imageFormSchema = z.object({
  prompt: z.catch(z.string(), ''),
  negativePrompt: z.catch(z.string(), ''),
  width: z.catch(z.nullable(z.number()), null),
  height: z.catch(z.nullable(z.number()), null),
  numInferenceSteps: z.catch(z.nullable(z.number()), null),
  guidanceScale: z.catch(z.nullable(z.number()), null),
  scheduler: z.catch(z.nullable(z.enum(SCHEDULER_NAMES)), null),
  clipSkip: z.catch(z.number(), 0),
  seed: z.catch(z.number(), 0),
  /** The seed stays from one picture to the next. */
  isSeedLocked: z.catch(z.boolean(), false),
  n: z.catch(z.number(), 1),
  /** How much of a start picture is redrawn. */
  strength: z.catch(z.number(), 0.6),
  /** Pixels over which a masked part fades in. */
  maskFeather: z.catch(z.number(), 8),
  /** Pixels to draw around a start picture. */
  outpaint: z.catch(z.object({ left: margin, top: margin, right: margin, bottom: margin }), {
    left: 0,
    top: 0,
    right: 0,
    bottom: 0,
  }),
  /** Where the prompt was taken from. */
  origin: originSchema,
});
export type ImageForm = z.infer<typeof imageFormSchema>;

/** An empty form: every value is the model's own. */
export const EMPTY_FORM: ImageForm = imageFormSchema.parse({});

/** Which of a picture's parameters to take over. */
export type ParameterChoice = 'all' | 'prompt' | 'seed';

/**
 * Fills in what a picture was made with. What the picture does not tell, and what was not asked
 * for, stays as it is.
 */
export function applyParameters(
  form: ImageForm,
  { prompt, negativePrompt, seed, ...more }: Partial<ImageParameters>,
  choice: ParameterChoice,
): ImageForm {
  const words =
    prompt === undefined ? {} : { prompt, negativePrompt: negativePrompt ?? '', origin: undefined };
  const start = seed === undefined ? {} : { seed, isSeedLocked: true };
  if (choice === 'prompt') return { ...form, ...words };
  if (choice === 'seed') return { ...form, ...start };
  return { ...form, ...words, ...start, ...pickSettings(more) };
}

function pickSettings({
  width,
  height,
  numInferenceSteps,
  guidanceScale,
  scheduler,
  clipSkip,
  strength,
}: Partial<ImageParameters>): Partial<ImageForm> {
  return {
    ...(width && height ? { width, height } : {}),
    ...(numInferenceSteps ? { numInferenceSteps } : {}),
    ...(guidanceScale === undefined ? {} : { guidanceScale }),
    ...(isSchedulerName(scheduler) ? { scheduler } : {}),
    ...(clipSkip === undefined ? {} : { clipSkip }),
    ...(strength === undefined ? {} : { strength }),
  };
}

function isSchedulerName(name: string | undefined): name is SchedulerName {
  return (SCHEDULER_NAMES as readonly string[]).includes(name ?? '');
}

/**
 * What the form asks for. A picture to start from decides the size, and a part of it that is
 * redrawn is drawn wholly.
 */
export function requestOfForm(form: ImageForm, source?: ImageSource): DrawRequest {
  const { width, height, numInferenceSteps, guidanceScale, scheduler, negativePrompt, clipSkip } =
    form;
  return {
    prompt: form.prompt,
    seed: form.seed,
    n: form.n,
    ...(negativePrompt.trim() ? { negativePrompt } : {}),
    ...(width && height && !source ? { width, height } : {}),
    ...(numInferenceSteps === null ? {} : { numInferenceSteps }),
    ...(guidanceScale === null ? {} : { guidanceScale }),
    ...(scheduler ? { scheduler } : {}),
    ...(clipSkip ? { clipSkip } : {}),
    ...(source ? startOfForm(form, source) : {}),
  };
}

function startOfForm(form: ImageForm, source: ImageSource): Partial<DrawRequest> {
  const { strength, maskFeather, outpaint } = form;
  if (!source.mask && !hasMargins(form)) return { strength };
  return { strength: 1, maskFeather, ...(hasMargins(form) ? { outpaint } : {}) };
}

/** Whether the form asks for more canvas around the start picture. */
export function hasMargins({ outpaint }: ImageForm): boolean {
  return Object.values(outpaint).some((pixels) => pixels > 0);
}

const MAX_SEED = 2 ** 32;

/** Another seed. */
export function drawSeed(): number {
  return Math.floor(Math.random() * MAX_SEED);
}
