import { EngineError } from '../errors.ts';
import { formatOfKind } from './encode-picture.ts';
import type { InspectedPicture } from './inspect/inspect-picture.ts';
import type { PictureKind } from './inspect/picture-kind.ts';
import { readPngGamma, stripPng } from './inspect/prepare-png.ts';
import type { Picture } from './picture.ts';
import type { KeepImage, VipsImage, VipsModule } from './vips.ts';

/** Whether an animation stays one. */
export type FrameChoice = 'first' | 'all';

const ANIMATED_KINDS: ReadonlySet<PictureKind> = new Set<PictureKind>(['gif', 'webp']);

/**
 * Decodes a picture that was inspected: upright, in sRGB, without metadata. Throws
 * `invalid_request` for a damaged or truncated file, `out_of_memory`.
 */
export function openPicture(
  vips: VipsModule,
  bytes: Uint8Array<ArrayBuffer>,
  { kind, frames }: InspectedPicture,
  choice: FrameChoice,
  keep: KeepImage,
): Picture {
  const isAnimated = choice === 'all' && ANIMATED_KINDS.has(kind) && frames > 1;
  try {
    return decode(vips, bytes, { kind, isAnimated }, keep);
  } catch (thrown) {
    throw explainDecoding(thrown);
  }
}

function decode(
  vips: VipsModule,
  bytes: Uint8Array<ArrayBuffer>,
  { kind, isAnimated }: { kind: PictureKind; isAnimated: boolean },
  keep: KeepImage,
): Picture {
  const source = kind === 'png' ? stripPng(bytes) : bytes;
  const loaded = keep(
    vips.Image.newFromBuffer(source, isAnimated ? 'n=-1' : '', {
      fail_on: vips.FailOn.truncated,
      access: vips.Access.sequential,
    }),
  );
  const delaysMs = isAnimated ? readDelays(loaded) : [];
  const loop = isAnimated && loaded.getTypeof('loop') ? loaded.getInt('loop') : 0;
  const pageHeight = isAnimated ? loaded.pageHeight : loaded.height;
  const upright = isAnimated ? loaded : turnUpright(loaded, keep);
  const gamma = kind === 'png' ? readPngGamma(bytes) : undefined;
  const inSrgb = toSrgb(vips, upright, gamma, keep);
  // From here on the pixels are in memory: they are read more than once, and in any order.
  const pixels = keep(inSrgb.copyMemory());
  const frames = isAnimated ? cutFrames(pixels, pageHeight, keep) : [pixels];
  return { frames, delaysMs, loop, output: { format: formatOfKind(kind) } };
}

/** Turning takes rows in another order than the file has them. */
function turnUpright(image: VipsImage, keep: KeepImage): VipsImage {
  const isTurned = image.getTypeof('orientation') !== 0 && image.getInt('orientation') > 1;
  return isTurned ? keep(keep(image.copyMemory()).autorot()) : image;
}

function readDelays(image: VipsImage): number[] {
  return image.getTypeof('delay') ? image.getArrayInt('delay') : [];
}

function cutFrames(strip: VipsImage, height: number, keep: KeepImage): VipsImage[] {
  return Array.from({ length: Math.floor(strip.height / height) }, (_, index) =>
    keep(strip.extractArea(0, index * height, strip.width, height)),
  );
}

/** 8-bit sRGB with three or four bands. */
function toSrgb(
  vips: VipsModule,
  image: VipsImage,
  gamma: number | undefined,
  keep: KeepImage,
): VipsImage {
  const hasProfile = image.getTypeof('icc-profile-data') !== 0;
  const isCmyk = image.interpretation === 'cmyk';
  const converted =
    hasProfile || isCmyk
      ? applyProfile(vips, image, keep)
      : keep(image.colourspace(vips.Interpretation.srgb));
  const corrected = gamma === undefined ? converted : applyGamma(converted, gamma, keep);
  const bytes = keep(corrected.cast(vips.BandFormat.uchar));
  if (bytes.bands === 3 || bytes.bands === 4) return bytes;
  // Grey, perhaps with alpha.
  return keep(bytes.colourspace(vips.Interpretation.srgb));
}

/** A profile that cannot be used is left out, as browsers do. */
function applyProfile(vips: VipsModule, image: VipsImage, keep: KeepImage): VipsImage {
  try {
    return keep(
      image.iccTransform('srgb', {
        embedded: true,
        intent: vips.Intent.relative,
        black_point_compensation: true,
      }),
    );
  } catch {
    return keep(image.colourspace(vips.Interpretation.srgb));
  }
}

/** A gamma this near that of sRGB, 0.45455, is sRGB. */
const GAMMA_TOLERANCE = 0.05;
const SRGB_GAMMA = 1 / 2.2;

function applyGamma(image: VipsImage, gamma: number, keep: KeepImage): VipsImage {
  if (Math.abs(gamma / SRGB_GAMMA - 1) < GAMMA_TOLERANCE) return image;
  const hasAlpha = image.hasAlpha();
  const colour = hasAlpha ? keep(image.extractBand(0, { n: image.bands - 1 })) : image;
  const corrected = keep(colour.gamma({ exponent: gamma / SRGB_GAMMA }));
  if (!hasAlpha) return corrected;
  const alpha = keep(image.extractBand(image.bands - 1));
  return keep(corrected.bandjoin(alpha));
}

function explainDecoding(thrown: unknown): EngineError {
  const error = EngineError.from(thrown);
  if (error.code === 'out_of_memory' || error.code === 'aborted') return error;
  return new EngineError(
    'invalid_request',
    'This picture is damaged or incomplete and cannot be read.',
    { cause: thrown },
  );
}
