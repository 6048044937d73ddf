import { EngineError } from '../../errors.ts';
import { nameLength } from '../../files/file-budget.ts';
import { readHeaderSize } from '../../images/picture-header.ts';
import type { PictureSize } from '../../images/picture-size.ts';
import { countWebpFrames } from '../../images/webp.ts';
import { countGifFrames } from './count-gif-frames.ts';
import { detectKind, READABLE_KINDS, type PictureKind, type RefusedKind } from './picture-kind.ts';

/** What is refused before anything is decoded. */
export interface PictureLimits {
  maxBytes: number;
  /** Of all frames together. */
  maxPixels: number;
  /** Of either side. */
  maxSide: number;
  maxFrames: number;
}

export const DEFAULT_LIMITS: PictureLimits = {
  maxBytes: 256e6,
  // A 200-megapixel photograph still fits.
  maxPixels: 2 ** 28,
  maxSide: 65_535,
  maxFrames: 500,
};

/** A picture that may be decoded. Its size is that before an EXIF orientation is applied. */
export interface InspectedPicture extends PictureSize {
  kind: PictureKind;
  /** 1 for a still picture. An APNG counts as one: its first picture is shown everywhere. */
  frames: number;
}

/** Kinds that can be animated. */
const FRAME_COUNTERS: Partial<Record<PictureKind, (bytes: Uint8Array<ArrayBuffer>) => number>> = {
  gif: countGifFrames,
  webp: countWebpFrames,
};

/**
 * Reads a file's kind and size from its first bytes, whatever its name says, and costs nothing.
 * Throws `not_supported` for a kind that cannot be read, `invalid_request` for a damaged header,
 * `limit_exceeded`.
 */
export function inspectPicture(
  bytes: Uint8Array<ArrayBuffer>,
  limits: PictureLimits = DEFAULT_LIMITS,
): InspectedPicture {
  if (bytes.length === 0) throw new EngineError('invalid_request', 'This file is empty.');
  checkBytes(bytes.length, limits);
  const kind = readKind(bytes);
  const size = readHeaderSize(bytes);
  if (!size || size.width < 1 || size.height < 1)
    throw new EngineError(
      'invalid_request',
      'This picture is damaged: its header does not say how large it is.',
    );
  const frames = Math.max(1, FRAME_COUNTERS[kind]?.(bytes) ?? 1);
  const picture = { kind, ...size, frames };
  checkLimits(picture, limits);
  return picture;
}

/** The kind of a picture by its first bytes, of which 4096 are enough. Throws `not_supported`. */
export function readKind(bytes: Uint8Array): PictureKind {
  const kind = detectKind(bytes);
  if (!isReadable(kind)) throw refuseKind(kind);
  return kind;
}

function isReadable(kind: PictureKind | RefusedKind | undefined): kind is PictureKind {
  return READABLE_KINDS.some((readable) => readable === kind);
}

function checkBytes(sizeBytes: number, { maxBytes }: PictureLimits): void {
  if (sizeBytes > maxBytes)
    throw new EngineError(
      'limit_exceeded',
      `This file is ${nameLength(sizeBytes)}; the limit is ${nameLength(maxBytes)}.`,
      { details: { sizeBytes, maxBytes } },
    );
}

function checkLimits({ width, height, frames }: InspectedPicture, limits: PictureLimits): void {
  const pixels = width * height * frames;
  const size = `${width} × ${height} pixels${frames > 1 ? ` in ${frames} frames` : ''}`;
  const refuse = (limit: string) =>
    new EngineError('limit_exceeded', `This picture is ${size}; the limit is ${limit}.`, {
      details: { width, height, frames },
    });
  if (Math.max(width, height) > limits.maxSide) throw refuse(`${limits.maxSide} pixels a side`);
  if (frames > limits.maxFrames) throw refuse(`${limits.maxFrames} frames`);
  if (pixels > limits.maxPixels)
    throw refuse(`${Math.floor(limits.maxPixels / 1e6)} megapixels in all`);
}

const REFUSALS: Record<RefusedKind, string> = {
  svg: 'SVG files are drawings that can run code, so they are not opened. Save it as PNG first.',
  heic: 'HEIC photos cannot be read here. Save or share it as JPEG first.',
  bmp: 'BMP files cannot be read here. Save it as PNG first.',
  ico: 'Icon files cannot be read here. Save it as PNG first.',
  psd: 'Photoshop files cannot be read here. Save it as PNG first.',
  pdf: 'This is a PDF, not a picture.',
  gzip: 'This is a compressed file, not a picture. Unpack it first.',
  video: 'This is a video or sound file, not a picture.',
};

function refuseKind(kind: RefusedKind | undefined): EngineError {
  return new EngineError(
    'not_supported',
    kind
      ? REFUSALS[kind]
      : 'This file is not a picture. PNG, JPEG, WebP, GIF, AVIF, JPEG XL and TIFF can be read.',
    kind ? { details: { kind } } : {},
  );
}
