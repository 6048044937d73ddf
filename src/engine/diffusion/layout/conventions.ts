import type { PipelineLayout } from '../../models/pipeline-layout.ts';
import { schedulerConfigSchema, type SchedulerConfig } from '../../models/scheduler-config.ts';

/**
 * What holds for a family of models but is in none of their files: how diffusers' pipeline of that
 * class calls the networks.
 */
export interface Conventions {
  /** diffusers' classes, without the prefix that Optimum puts before them. */
  classes: RegExp;
  text: PipelineLayout['text'];
  denoiser: Omit<PipelineLayout['denoiser'], 'inputChannels'>;
  /** Length of each tokenizer, if its own files do not say. */
  padTokens: readonly string[];
  latentChannels: number;
  scaling: number;
  toRgb?: NonNullable<PipelineLayout['latents']['toRgb']>;
  previewModel?: string;
  scheduler: SchedulerConfig;
  flowSigmas: PipelineLayout['flowSigmas'];
  strength: PipelineLayout['strength'];
  /** Side of a picture, if no file says. */
  side: number;
  isFixed: boolean;
  defaults: { numInferenceSteps: number; guidanceScale: number };
}

const EPSILON = schedulerConfigSchema.parse({
  _class_name: 'DPMSolverMultistepScheduler',
  beta_schedule: 'scaled_linear',
  beta_start: 0.00085,
  beta_end: 0.012,
  use_karras_sigmas: true,
});
const FLOW = schedulerConfigSchema.parse({
  _class_name: 'FlowMatchEulerDiscreteScheduler',
  shift: 3,
});

/** Latents to RGB by least squares over many pictures; published with ComfyUI's latent formats. */
const SD_TO_RGB = {
  matrix: [
    [0.3512, 0.2297, 0.3227],
    [0.325, 0.4974, 0.235],
    [-0.2829, 0.1762, 0.2721],
    [-0.212, -0.2616, -0.7177],
  ] as [number, number, number][],
  bias: [0, 0, 0],
};
/** TAESD decodes the latents of every Stable Diffusion before XL (github.com/madebyollin/taesd). */
const SD_PREVIEW_MODEL = 'julienkay/taesd';
const SDXL_TO_RGB = {
  matrix: [
    [0.3651, 0.4232, 0.4341],
    [-0.2533, -0.0042, 0.1068],
    [0.1076, 0.1111, -0.0362],
    [-0.3165, -0.2492, -0.2188],
  ] as [number, number, number][],
  bias: [0.1084, -0.0175, -0.0011],
};
const FLUX_TO_RGB = {
  matrix: [
    [-0.0346, 0.0244, 0.0681],
    [0.0034, 0.021, 0.0687],
    [0.0275, -0.0668, -0.0433],
    [-0.0174, 0.016, 0.0617],
    [0.0859, 0.0721, 0.0329],
    [0.0004, 0.0383, 0.0115],
    [0.0405, 0.0861, 0.0915],
    [-0.0236, -0.0185, -0.0259],
    [-0.0245, 0.025, 0.118],
    [0.1008, 0.0755, -0.0421],
    [-0.0515, 0.0201, 0.0011],
    [0.0428, -0.0012, -0.0036],
    [0.0817, 0.0765, 0.0749],
    [-0.1264, -0.0522, -0.1103],
    [-0.028, -0.0881, -0.0499],
    [-0.1262, -0.0982, -0.0778],
  ] as [number, number, number][],
  bias: [-0.0329, -0.0718, -0.0851],
};

/** The stickers' latents are principal components of patches: the first three hold the colours. */
const STICKERS_TO_RGB = {
  matrix: [
    [-0.4223, -0.4653, -0.455],
    [-0.4366, 0.0267, 0.3804],
    [0.1463, -0.3152, 0.1888],
    [0, 0, 0],
    [0, 0, 0],
    [0, 0, 0],
    [0, 0, 0],
    [0, 0, 0],
    [0, 0, 0],
    [0, 0, 0],
    [0, 0, 0],
    [0, 0, 0],
  ] as [number, number, number][],
  bias: [0.3967, 0.2045, 0.1631],
};

const STABLE_DIFFUSION: Omit<Conventions, 'classes'> = {
  text: { hiddenState: 'last', absentNegative: 'encode', isPadded: true },
  denoiser: { guidance: 'standard', timestep: 'scheduler', outputSign: 1 },
  padTokens: [],
  latentChannels: 4,
  scaling: 0.18215,
  scheduler: EPSILON,
  flowSigmas: 'own',
  strength: 'truncate',
  side: 512,
  isFixed: false,
  defaults: { numInferenceSteps: 20, guidanceScale: 7.5 },
};

export const CONVENTIONS: readonly Conventions[] = [
  {
    ...STABLE_DIFFUSION,
    classes: /^StableDiffusion(Img2Img|Inpaint)?Pipeline$/,
    toRgb: SD_TO_RGB,
    previewModel: SD_PREVIEW_MODEL,
  },
  {
    ...STABLE_DIFFUSION,
    classes: /^StableDiffusionXL(Img2Img|Inpaint)?Pipeline$/,
    text: { hiddenState: 'penultimate', absentNegative: 'zeros', isPadded: true },
    padTokens: ['<|endoftext|>', '!'],
    scaling: 0.13025,
    toRgb: SDXL_TO_RGB,
    side: 1024,
    defaults: { numInferenceSteps: 25, guidanceScale: 6 },
  },
  {
    ...STABLE_DIFFUSION,
    classes: /^LatentConsistencyModel(Img2Img)?Pipeline$/,
    denoiser: { guidance: 'embedded', timestep: 'scheduler', outputSign: 1 },
    toRgb: SD_TO_RGB,
    previewModel: SD_PREVIEW_MODEL,
    scheduler: schedulerConfigSchema.parse({ ...EPSILON, _class_name: 'LCMScheduler' }),
    strength: 'table',
    defaults: { numInferenceSteps: 4, guidanceScale: 8 },
  },
  {
    ...STABLE_DIFFUSION,
    classes: /^ZImage(Img2Img|Inpaint)?Pipeline$/,
    text: { hiddenState: 'penultimate', absentNegative: 'encode', isPadded: false },
    denoiser: { guidance: 'added', timestep: 'reversed', outputSign: -1 },
    latentChannels: 16,
    scaling: 0.3611,
    toRgb: FLUX_TO_RGB,
    scheduler: FLOW,
    flowSigmas: 'even',
    strength: 'round-up',
    side: 1024,
    defaults: { numInferenceSteps: 9, guidanceScale: 0 },
  },
  {
    ...STABLE_DIFFUSION,
    classes: /^TriptychStickerPipeline$/,
    text: { ...STABLE_DIFFUSION.text, maxSequences: 1, knowsSingleWords: true },
    padTokens: ['<|pad|>'],
    latentChannels: 12,
    scaling: 1,
    toRgb: STICKERS_TO_RGB,
    scheduler: { ...FLOW, shift: 2 },
    flowSigmas: 'even',
    strength: 'round-up',
    side: 256,
    isFixed: true,
    defaults: { numInferenceSteps: 12, guidanceScale: 3 },
  },
];
