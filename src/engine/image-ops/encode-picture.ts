import { EngineError, throwIfAborted } from '../errors.ts';
import { nameLength } from '../files/file-budget.ts';
import type { PictureSize } from '../images/picture-size.ts';
import { nextTask } from '../next-task.ts';
import type { PictureKind } from './inspect/picture-kind.ts';
import { MAX_SIDE } from './options.ts';
import type { Picture } from './picture.ts';
import { extend } from './pixels/extend.ts';
import { centre, fitSize } from './pixels/fit-size.ts';
import { resizeTo } from './pixels/resize-to.ts';
import {
  openImageScope,
  type ImageScope,
  type KeepImage,
  type VipsImage,
  type VipsLibrary,
  type VipsModule,
} from './vips.ts';
import { writeIco } from './write-ico.ts';

export const OUTPUT_FORMATS = ['webp', 'avif', 'jpeg', 'png', 'jxl', 'gif', 'ico'] as const;
export type OutputFormat = (typeof OUTPUT_FORMATS)[number];

/** How a picture is written. */
export interface OutputOptions {
  format: OutputFormat;
  /** 1 to 100; default by format. PNG and GIF have none. */
  quality?: number | undefined;
  /** Without loss, where the format can. */
  isLossless?: boolean | undefined;
  /** The quality is the highest that stays within so many bytes. */
  targetBytes?: number | undefined;
}

interface Format {
  type: `image/${string}`;
  extension: string;
  /** Absent: the format has no quality. */
  defaultQuality?: number;
  library?: VipsLibrary;
  hasAlpha: boolean;
  isAnimated: boolean;
  /** Pixels; absent: as many as can be opened. */
  maxSide?: number;
  /** Pixels; pictures are made to fit into a square of this side. */
  squareSide?: number;
  encode(image: VipsImage, quality: number, isLossless: boolean): Uint8Array;
}

/** Effort: AV1 at 4 takes eight times as long as at 2 for a few per cent. */
const AVIF_EFFORT = 2;
const JXL_EFFORT = 4;

/** What browsers show in tabs, and Windows in its lists. Pixels. */
const ICON_SIDES = [16, 32, 48];

/** No metadata is written: profiles, Exif, XMP and comments are gone. */
const FORMATS: Record<OutputFormat, Format> = {
  webp: {
    type: 'image/webp',
    extension: 'webp',
    defaultQuality: 82,
    hasAlpha: true,
    isAnimated: true,
    maxSide: MAX_SIDE,
    encode: (image, Q, lossless) => image.webpsaveBuffer({ Q, lossless, keep: 'none' }),
  },
  avif: {
    type: 'image/avif',
    extension: 'avif',
    defaultQuality: 60,
    library: 'vips-heif',
    hasAlpha: true,
    isAnimated: false,
    encode: (image, Q, lossless) =>
      image.heifsaveBuffer({ Q, lossless, compression: 'av1', effort: AVIF_EFFORT, keep: 'none' }),
  },
  jpeg: {
    type: 'image/jpeg',
    extension: 'jpg',
    defaultQuality: 85,
    hasAlpha: false,
    isAnimated: false,
    encode: (image, Q) =>
      image.jpegsaveBuffer({ Q, optimize_coding: true, interlace: true, keep: 'none' }),
  },
  png: {
    type: 'image/png',
    extension: 'png',
    hasAlpha: true,
    isAnimated: false,
    encode: (image) => image.pngsaveBuffer({ compression: 9, keep: 'none' }),
  },
  jxl: {
    type: 'image/jxl',
    extension: 'jxl',
    defaultQuality: 85,
    library: 'vips-jxl',
    hasAlpha: true,
    isAnimated: false,
    encode: (image, Q, lossless) =>
      image.jxlsaveBuffer({ Q, lossless, effort: JXL_EFFORT, keep: 'none' }),
  },
  gif: {
    type: 'image/gif',
    extension: 'gif',
    hasAlpha: true,
    isAnimated: true,
    encode: (image) => image.gifsaveBuffer({ keep: 'none' }),
  },
  ico: {
    type: 'image/x-icon',
    extension: 'ico',
    hasAlpha: true,
    isAnimated: false,
    squareSide: Math.max(...ICON_SIDES),
    encode: encodeIcon,
  },
};

/** Parts of libvips that reading or writing a format takes. */
export function librariesOf(format: OutputFormat): VipsLibrary[] {
  const { library } = FORMATS[format];
  return library ? [library] : [];
}

/** The format in which a picture of a kind is written unless something else is asked for. */
export function formatOfKind(kind: PictureKind): OutputFormat {
  return kind === 'tiff' ? 'png' : kind;
}

export interface EncodedPicture {
  bytes: Uint8Array<ArrayBuffer>;
  type: `image/${string}`;
  extension: string;
  width: number;
  height: number;
  /** That it was written with, where the format has one. */
  quality: number | undefined;
}

/**
 * Writes a picture as its output options say. A format without alpha gets a white background, one
 * without animation the first frame. Throws `limit_exceeded` if the format cannot hold the picture,
 * or the target cannot be reached.
 */
export async function encodePicture(
  vips: VipsModule,
  picture: Picture,
  signal: AbortSignal,
): Promise<EncodedPicture> {
  const { output } = picture;
  const format = FORMATS[output.format];
  const [first] = picture.frames;
  if (!first) throw new EngineError('internal', 'The picture has no frame.');
  checkSide(first, output.format);
  const scope = openImageScope();
  try {
    const joined = join(vips, picture, format, scope.keep);
    const image =
      format.squareSide === undefined ? joined : fitSquare(vips, joined, format.squareSide, scope);
    const { bytes, quality } =
      output.targetBytes === undefined
        ? encodeOnce(image, format, output)
        : await encodeWithin(output.targetBytes, image, format, signal);
    const { type, extension } = format;
    const { width, height } = format.squareSide === undefined ? first : image;
    return { bytes, type, extension, width, height, quality };
  } finally {
    scope.free();
  }
}

function checkSide({ width, height }: PictureSize, name: OutputFormat): void {
  const { maxSide = Infinity } = FORMATS[name];
  if (Math.max(width, height) > maxSide)
    throw new EngineError(
      'limit_exceeded',
      `This picture is ${width} × ${height} pixels; ${name} holds at most ${maxSide} a side. Make it smaller, or choose another format.`,
      { details: { width, height, maxSide } },
    );
}

/** One image of what is to be written; frames of an animation below one another. */
function join(
  vips: VipsModule,
  { frames, delaysMs, loop }: Picture,
  format: Format,
  keep: KeepImage,
): VipsImage {
  const written = frames.slice(0, format.isAnimated ? undefined : 1);
  const opaque = written.map((frame) =>
    frame.hasAlpha() && !format.hasAlpha
      ? keep(frame.flatten({ background: [255, 255, 255] }))
      : frame,
  );
  const [first] = opaque;
  if (!first || opaque.length === 1) return first as VipsImage;
  const joined = keep(keep(vips.Image.arrayjoin(opaque, { across: 1 })).copy());
  joined.setInt('page-height', first.height);
  joined.setInt('loop', loop);
  joined.setArrayInt('delay', [...delaysMs]);
  return joined;
}

/** In the middle of a transparent square. */
function fitSquare(
  vips: VipsModule,
  image: VipsImage,
  side: number,
  { keep }: ImageScope,
): VipsImage {
  const square = { width: side, height: side };
  const { scaled } = fitSize(image, { ...square, fit: 'contain', enlarge: true });
  const resized = resizeTo(image, scaled, 'lanczos3', keep);
  return extend(vips, resized, { ...square, ...centre(square, scaled) }, [0, 0, 0, 0], keep);
}

function encodeIcon(image: VipsImage): Uint8Array {
  const { keep, free } = openImageScope();
  try {
    return writeIco(
      ICON_SIDES.map((side) => {
        const sized = resizeTo(image, { width: side, height: side }, 'lanczos3', keep);
        return { side, png: new Uint8Array(sized.pngsaveBuffer({ keep: 'none' })) };
      }),
    );
  } finally {
    free();
  }
}

type Encoded = Pick<EncodedPicture, 'bytes' | 'quality'>;

function encodeOnce(
  image: VipsImage,
  format: Format,
  { quality, isLossless }: Pick<OutputOptions, 'quality' | 'isLossless'>,
): Encoded {
  const used = format.defaultQuality === undefined ? undefined : (quality ?? format.defaultQuality);
  const bytes = format.encode(image, used ?? 100, isLossless ?? false);
  return { bytes: new Uint8Array(bytes), quality: isLossless ? undefined : used };
}

/** Halving 1 to 100 takes at most seven encodes. */
async function encodeWithin(
  targetBytes: number,
  image: VipsImage,
  format: Format,
  signal: AbortSignal,
): Promise<Encoded> {
  if (format.defaultQuality === undefined) {
    const only = encodeOnce(image, format, {});
    if (only.bytes.length <= targetBytes) return only;
    throw cannotReach(targetBytes, only.bytes.length, 'This format has no quality to lower.');
  }
  let best: Encoded | undefined;
  let smallest = Infinity;
  for (let low = 1, high = 100; low <= high;) {
    await nextTask();
    throwIfAborted(signal);
    const quality = Math.floor((low + high) / 2);
    const bytes = new Uint8Array(format.encode(image, quality, false));
    smallest = Math.min(smallest, bytes.length);
    if (bytes.length <= targetBytes) {
      best = { bytes, quality };
      low = quality + 1;
    } else high = quality - 1;
  }
  if (best) return best;
  throw cannotReach(targetBytes, smallest, 'Make the picture smaller first.');
}

function cannotReach(targetBytes: number, smallestBytes: number, advice: string): EngineError {
  return new EngineError(
    'limit_exceeded',
    `This picture takes at least ${nameLength(smallestBytes)}, more than the ${nameLength(targetBytes)} wanted. ${advice}`,
    { details: { targetBytes, smallestBytes } },
  );
}
