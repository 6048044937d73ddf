import type { MaskImage, PixelImage } from '../images/pixel-image.ts';
import type { ImageParameters } from '../images/metadata/image-parameters.ts';
import type { LoadedModel, ModelChoice } from '../models/model-choice.ts';
import type { SchedulerName } from './plan/scheduler-names.ts';

/** Which image model, where, and in how much memory. */
export interface ImageModelChoice extends ModelChoice {
  /**
   * Bytes that the weights may take together. A larger model is run one network at a time, which is
   * slower. Default: what wasm can address; on a GPU, no limit until it runs out of memory.
   */
  memoryBudgetBytes?: number;
}

export interface ImageRequest extends ImageModelChoice {
  /** What to draw. Emphasis as `(word:1.3)` and `[word]`; at most 10,000 characters. */
  prompt: string;
  /** What to avoid. Default: nothing. */
  negativePrompt?: string;
  /**
   * Pixels. Default: those of the start picture, else the model's own. Corrected to what the model
   * can draw.
   */
  width?: number;
  height?: number;
  /** 1 to 1,000. Default: the model's own. */
  numInferenceSteps?: number;
  /** 0 to 50. Default: the model's own. */
  guidanceScale?: number;
  /** Default: the model's own. */
  scheduler?: SchedulerName;
  /** A whole configuration in diffusers' form, instead of a name. */
  schedulerConfig?: unknown;
  /** Share of fresh noise in each step of DDIM, 0 (default) to 1. */
  eta?: number;
  /** Last layers of the text encoder to skip, 0 (default) to 11. */
  clipSkip?: number;
  /** Whole number from 0. The n pictures take seed, seed + 1, … Default: a random one. */
  seed?: number;
  /** Pictures to draw, 1 (default) to 64. */
  n?: number;
  /** The start picture. */
  image?: PixelImage;
  /** How much of it is redrawn, above 0 and up to 1. Default 0.6; 1 with a mask. */
  strength?: number;
  /** Draws only where this is 128 or more; of the size of `image`. */
  mask?: MaskImage;
  /**
   * Pixels over which the new part fades in, from the mask's edge inwards. Default 0; 16 for
   * `outpaint`.
   */
  maskFeather?: number;
  /** Pixels to add around `image`. */
  outpaint?: { left: number; top: number; right: number; bottom: number };
  /** Mixes the noise of each seed with that of another: 0 is the same picture, 1 another one. */
  variation?: { seed: number; strength: number };
  /**
   * Unit noise [channels, h, w] in latents, instead of drawing any; and fresh noise for the steps
   * that need some.
   */
  noise?: Float32Array;
  stepNoise?: readonly Float32Array[];
  /** Milliseconds between two previews. `null` (default): none. */
  previewEveryMs?: number | null;
  /** Whether `image-end` carries the latents. Default no. */
  keepsLatents?: boolean;
}

/** An impossible value and its replacement, worded for people. */
export interface Correction {
  field: 'width' | 'height' | 'numInferenceSteps' | 'image' | 'prompt' | 'negativePrompt';
  asked: string;
  used: string;
  reason: string;
}

export type ImageEvent =
  /** The model is being loaded from the store into memory. */
  | { type: 'load-start'; model: string }
  /** The model is ready; also sent if it was already in memory. */
  | ({ type: 'load-end' } & LoadedModel)
  /** What will be drawn, with everything decided. */
  | {
      type: 'generation-start';
      n: number;
      seed: number;
      width: number;
      height: number;
      corrections: readonly Correction[];
    }
  /** A step is done. `image` counts from 0, `step` from 1. `secondsLeft` covers all pictures. */
  | {
      type: 'step-end';
      image: number;
      step: number;
      of: number;
      ms: number;
      secondsLeft: number;
      /** Bytes that this step read back from the GPU, previews not counted. */
      bytesReadBack: number;
      preview?: PixelImage;
    }
  | {
      type: 'image-end';
      image: number;
      width: number;
      height: number;
      /** A PNG file that contains its parameters. */
      png: Uint8Array<ArrayBuffer>;
      parameters: ImageParameters;
      seconds: number;
      /** As they went into the decoder, times the scaling factor: `[1, channels, h, w]`. */
      latents?: { dims: readonly number[]; values: Float32Array };
    }
  | { type: 'finish'; seconds: number };

/** Tokens of a prompt. */
export interface PromptMeasure {
  tokens: number;
  /**
   * How many the encoder reads at once; a longer prompt is read in parts if the model supports it.
   */
  perChunk: number;
  /** The part of the prompt that is too long and will not be read; empty if all of it fits. */
  leftOut: string;
}

/**
 * Pictures from words. Implemented by the pipeline and by its Comlink proxy;
 * callers cannot tell.
 */
export interface DiffusionEngine {
  /**
   * Loads the model into memory and keeps it there; does nothing if it is already there. Throws
   * `model_not_installed`, `weights_damaged`, `webgpu_unavailable`, `not_supported`,
   * `out_of_memory`, `device_lost`.
   */
  load(choice: ImageModelChoice, signal: AbortSignal): Promise<LoadedModel>;

  /**
   * Counts the tokens of a prompt; reads no more of the model than its tokenizer, and waits for
   * nobody. Throws as `load` does.
   */
  measurePrompt(model: string, prompt: string): Promise<PromptMeasure>;

  /**
   * Draws, loading the model first where needed. Requests wait for one another. Ending the
   * iteration or firing the signal stops within one step and keeps the model loaded; the signal
   * makes the iteration throw `aborted`. Throws what `load` throws, `invalid_request` and
   * `invalid_output`.
   */
  generate(request: ImageRequest, signal: AbortSignal): AsyncIterable<ImageEvent>;
}
