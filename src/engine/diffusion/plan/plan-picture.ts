import { EngineError } from '../../errors.ts';
import { opacityOfMask } from '../../images/mask.ts';
import {
  compositePixels,
  placeMask,
  placePixels,
  type MaskImage,
  type PixelImage,
} from '../../images/pixel-image.ts';
import { coverMask, coverPixels, cropPixels } from '../../images/resize.ts';
import type { Correction, ImageRequest } from '../diffusion-engine.ts';
import type { PipelineLayout } from '../../models/pipeline-layout.ts';

/** What is drawn, and what it becomes. */
export interface PlannedPicture {
  /** The size that the network draws. */
  frame: Size;
  /** The size of the result. */
  size: Size;
  /** The start picture in its frame. */
  start?: PixelImage;
  /** The mask in its frame. */
  mask?: MaskImage;
  corrections: readonly Correction[];
  /** From what the network drew to the result: cut to size, with unmasked parts unchanged. */
  finish(drawn: PixelImage): PixelImage;
}

interface Size {
  width: number;
  height: number;
}

/** Larger pictures would take minutes and gigabytes. */
const MAX_PIXELS = 2048 * 2048;
const OUTPAINT_FEATHER = 16;

/** Chooses the sizes. Throws `invalid_request`. */
export function planPicture(layout: PipelineLayout, request: ImageRequest): PlannedPicture {
  const { image, mask } = request;
  if (image && mask) checkMask(image, mask);
  return image ? planFromPicture(layout, request, image) : planFromNothing(layout, request);
}

function planFromNothing({ size }: PipelineLayout, request: ImageRequest): PlannedPicture {
  const asked = { width: request.width ?? size.width, height: request.height ?? size.height };
  checkSize(asked);
  const frame = size.isFixed
    ? { width: size.width, height: size.height }
    : {
        width: roundTo(asked.width, size.multipleOf),
        height: roundTo(asked.height, size.multipleOf),
      };
  checkSize(frame);
  const reason = size.isFixed
    ? 'the model draws only this size'
    : `sides must be multiples of ${size.multipleOf}`;
  return {
    frame,
    size: frame,
    corrections: compareSizes(asked, frame, reason),
    finish: (drawn) => drawn,
  };
}

/**
 * A picture keeps its size: it is drawn in a frame whose sides suit the network, and cut out again.
 */
function planFromPicture(
  { size: model }: PipelineLayout,
  request: ImageRequest,
  image: PixelImage,
): PlannedPicture {
  const canvas = placeOnCanvas(image, request);
  const asked = {
    width: request.width ?? canvas.picture.width,
    height: request.height ?? canvas.picture.height,
  };
  checkSize(asked);
  const size = model.isFixed ? { width: model.width, height: model.height } : asked;
  const frame = {
    width: roundUp(size.width, model.multipleOf),
    height: roundUp(size.height, model.multipleOf),
  };
  checkSize(frame);
  const picture = coverPixels(canvas.picture, size.width, size.height);
  const mask = canvas.mask && coverMask(canvas.mask, size.width, size.height);
  const start = placePixels(picture, frame.width, frame.height, 0, 0);
  const feather = request.maskFeather ?? (request.outpaint ? OUTPAINT_FEATHER : 0);
  const opacity = mask && opacityOfMask(mask, feather);
  return {
    frame,
    size,
    start,
    ...(mask ? { mask: placeMask(mask, frame.width, frame.height, 0, 0, 0) } : {}),
    corrections: compareSizes(asked, size, 'the model draws only this size'),
    finish(drawn) {
      const cut = cropPixels(drawn, 0, 0, size.width, size.height);
      return opacity ? compositePixels(picture, cut, opacity) : cut;
    },
  };
}

/** The picture with the margins that are to be drawn, and the mask over them. */
function placeOnCanvas(
  image: PixelImage,
  { mask, outpaint }: ImageRequest,
): { picture: PixelImage; mask: MaskImage | undefined } {
  if (!outpaint) return { picture: image, mask };
  const { left, top, right, bottom } = outpaint;
  if (![left, top, right, bottom].every((margin) => Number.isInteger(margin) && margin >= 0))
    throw new EngineError('invalid_request', 'Margins must be whole numbers of pixels, 0 or more.');
  const [width, height] = [image.width + left + right, image.height + top + bottom];
  checkSize({ width, height });
  const inside = mask ?? { ...image, data: new Uint8ClampedArray(image.width * image.height) };
  return {
    picture: placePixels(image, width, height, left, top),
    mask: placeMask(inside, width, height, left, top, 255),
  };
}

function checkMask(image: PixelImage, mask: MaskImage): void {
  if (image.width !== mask.width || image.height !== mask.height)
    throw new EngineError(
      'invalid_request',
      `The mask is ${mask.width} × ${mask.height}, but the picture is ${image.width} × ${image.height}. They must be the same size.`,
      {
        details: {
          maskWidth: mask.width,
          maskHeight: mask.height,
          width: image.width,
          height: image.height,
        },
      },
    );
}

function checkSize({ width, height }: Size): void {
  if (!(Number.isInteger(width) && Number.isInteger(height) && width > 0 && height > 0))
    throw new EngineError('invalid_request', `A picture cannot be ${width} × ${height}.`, {
      details: { width, height },
    });
  if (width * height > MAX_PIXELS)
    throw new EngineError(
      'invalid_request',
      `A picture of ${width} × ${height} is too large to draw. Make it smaller: ${MAX_PIXELS} pixels at most, such as 2048 × 2048.`,
      { details: { width, height, most: MAX_PIXELS } },
    );
}

function roundTo(value: number, multiple: number): number {
  return Math.max(multiple, Math.round(value / multiple) * multiple);
}

function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}

function compareSizes(asked: Size, used: Size, reason: string): Correction[] {
  return (['width', 'height'] as const)
    .filter((field) => asked[field] !== used[field])
    .map((field) => ({ field, asked: String(asked[field]), used: String(used[field]), reason }));
}
