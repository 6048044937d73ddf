import type { DevicePreference } from '../../device.ts';
import type { SchedulerName } from '../../diffusion/plan/scheduler-names.ts';
import type { Findings } from '../../image-ops/findings.ts';
import type { OperationRequest, ProcessedFile } from '../../image-ops/image-ops-engine.ts';
import type { ImageParameters } from '../../images/metadata/image-parameters.ts';
import type { PictureSize } from '../../images/picture-size.ts';
import type { PixelImage } from '../../images/pixel-image.ts';
import type { StageName, StageTime } from './stages.ts';

/** What a picture is to look like. */
export type PictureStyle = 'photorealistic' | 'illustrated';

export interface PictureRequest {
  prompt: string;
  negativePrompt?: string;
  /** Id of an installed image model. Default: one that suits the style. */
  model?: string;
  style?: PictureStyle;
  device?: DevicePreference;
  /** Pixels. Corrected to what the model can draw. */
  width?: number;
  height?: number;
  seed?: number;
  numInferenceSteps?: number;
  guidanceScale?: number;
  scheduler?: SchedulerName;
  /** Default: what the last of `process` has written, else `png`. */
  format?: 'png' | 'webp';
  /** Options of the operation `overlay`. Absent: no text. */
  textOverlay?: unknown;
  /** Options of the operation `watermark`. Absent: no mark. */
  watermark?: unknown;
  /** Options of the operation `moderate`, or true for its defaults. Absent: not looked at. */
  moderation?: unknown;
  /** Operations on the finished picture. Default: none. */
  process?: readonly OperationRequest[];
  /** Whether it is drawn although the same request was answered before. Default no. */
  isDrawnAnew?: boolean;
  /** Goes on with what an earlier run has made, from this stage on. */
  resume?: ResumedPicture;
}

/** What an earlier run has made, before the stage that is to be run again. */
export interface ResumedPicture extends PictureSoFar {
  stage: Exclude<StageName, 'select-model' | 'diffuse'>;
}

export interface FinishedPicture extends PictureSoFar {
  /** Others that `process` has made of it, such as its sizes. */
  derivatives: readonly ProcessedFile[];
  /** What operations found out about it. */
  findings: Findings;
  stages: readonly StageTime[];
  /** It was made for an earlier request of the same kind; so were the times. */
  cached?: true;
}

export type PictureEvent =
  | { type: 'stage-start'; stage: StageName }
  /** Of a stage that takes long: how much is done, 0 to 1, and what can be seen of it. */
  | { type: 'stage-progress'; stage: StageName; done: number; preview?: PixelImage }
  /** `picture`: what there is now, from which a later run can go on. */
  | { type: 'stage-end'; stage: StageName; ms: number; skipped?: true; picture?: PictureSoFar }
  | ({ type: 'finish' } & FinishedPicture);

/** A picture between two stages. */
export interface PictureSoFar extends PictureSize {
  /** A PNG, unless an operation has written something else. In the end, with its parameters. */
  file: Blob;
  /** What it was drawn with. */
  parameters: ImageParameters;
}
