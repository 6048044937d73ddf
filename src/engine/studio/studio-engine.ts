import type { DevicePreference } from '../device.ts';
import type { BatchEvent, BatchRequest } from './batch/batch-request.ts';
import type { AnalyzeRequest, ContextAnalysis } from './brief/analyze-context.ts';
import type { PictureEvent, PictureRequest } from './stages/picture-request.ts';

/** A brief to be understood by models that are named by their ids. */
export interface StudioAnalyzeRequest extends AnalyzeRequest {
  /**
   * The chat model that may improve on the rules. Default: the installed one that suits best; where
   * there is none, the rules answer alone.
   */
  chatModel?: string;
  /** The image model that will draw. Default: one that suits the brief's style. */
  imageModel?: string;
  /** Whether the rules answer alone. Default no. */
  rulesOnly?: boolean;
  /** Where the chat model runs. Default `auto`. */
  device?: DevicePreference;
}

/**
 * From a brief to pictures. Implemented by the page's client and by the server; callers cannot tell.
 */
export interface StudioEngine {
  /**
   * See `analyzeContext`. Throws besides `model_not_installed` for a model that is named and not
   * here, and `not_supported` for one that does something else.
   */
  analyzeContext(request: StudioAnalyzeRequest, signal: AbortSignal): Promise<ContextAnalysis>;
  /** See `generatePicture`. */
  generatePicture(request: PictureRequest, signal: AbortSignal): AsyncIterable<PictureEvent>;
  /** See `generateBatch`. */
  generateBatch(request: BatchRequest, signal: AbortSignal): AsyncIterable<BatchEvent>;
}
