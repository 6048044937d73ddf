import type { DevicePreference } from '../device.ts';
import type { ImageEvent } from '../diffusion/diffusion-engine.ts';
import type { ImageParameters } from '../images/metadata/image-parameters.ts';
import type { PixelImage } from '../images/pixel-image.ts';

/** A picture to enlarge. */
export interface UpscaleRequest {
  /** Id of an installed model that enlarges pictures. */
  model: string;
  /** Default `auto`: a real GPU where there is one, else wasm. */
  device?: DevicePreference;
  image: PixelImage;
  factor: 2 | 4;
  /** What the picture was made with: goes into the new file, with the new size. */
  parameters: ImageParameters;
}

/**
 * Larger pictures with sharper edges. Implemented by the tiled upscaler and by its Comlink proxy.
 */
export interface Upscaler {
  /**
   * Makes a picture larger, tile by tile: `step-end` is a tile, `image-end` the PNG. Requests wait
   * for one another; ending the iteration or firing the signal stops after the tile. Throws
   * `invalid_request` for a result of more than 64 megapixels, `model_not_installed`,
   * `weights_damaged`, `webgpu_unavailable`, `out_of_memory`, `device_lost`, `invalid_output`,
   * `aborted`.
   */
  upscale(request: UpscaleRequest, signal: AbortSignal): AsyncIterable<ImageEvent>;
}
