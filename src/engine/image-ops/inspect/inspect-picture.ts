import { EngineError } from '../../errors.ts';
import { nameLength } from '../../files/file-budget.ts';
import { readJpegSize } from '../../images/jpeg.ts';
import { readAvifFacts } from './avif-facts.ts';
import { readGifFacts } from './gif-facts.ts';
import { readJxlFacts } from './jxl-facts.ts';
import type { PictureFacts } from './picture-facts.ts';
import { detectKind, READABLE_KINDS, type PictureKind, type RefusedKind } from './picture-kind.ts';
import { readPngFacts } from './png-facts.ts';
import { readTiffFacts } from './tiff-facts.ts';
import { readWebpFacts } from './webp-facts.ts';

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

/** A picture that may be decoded. */
export interface InspectedPicture extends PictureFacts {
  kind: PictureKind;
}

const READERS: Record<PictureKind, (bytes: Uint8Array<ArrayBuffer>) => PictureFacts | undefined> = {
  png: readPngFacts,
  jpeg: (bytes) => {
    const size = readJpegSize(bytes);
    return size && { ...size, frames: 1 };
  },
  webp: readWebpFacts,
  gif: readGifFacts,
  avif: readAvifFacts,
  jxl: readJxlFacts,
  tiff: readTiffFacts,
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
  const kind = detectKind(bytes);
  if (!isReadable(kind)) throw refuseKind(kind);
  const facts = readFacts(kind, bytes);
  checkFacts(facts, limits);
  return { kind, ...facts };
}

function isReadable(kind: PictureKind | RefusedKind | undefined): kind is PictureKind {
  return READABLE_KINDS.some((readable) => readable === kind);
}

function readFacts(kind: PictureKind, bytes: Uint8Array<ArrayBuffer>): PictureFacts {
  const facts = attempt(() => READERS[kind](bytes));
  if (facts && facts.width >= 1 && facts.height >= 1) return facts;
  throw new EngineError(
    'invalid_request',
    'This picture is damaged: its header does not say how large it is.',
  );
}

/** A header that is cut off or contradicts itself reads as nothing. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (thrown) {
    if (thrown instanceof RangeError || thrown instanceof EngineError) return undefined;
    throw thrown;
  }
}

function checkBytes(sizeBytes: number, { maxBytes }: PictureLimits): void {
  if (sizeBytes > maxBytes)
    throw new EngineError(
      'limit_exceeded',
      `This file is ${nameLength(sizeBytes)}; the limit is ${nameLength(maxBytes)}.`,
      { details: { sizeBytes, maxBytes } },
    );
}

function checkFacts({ width, height, frames }: PictureFacts, limits: PictureLimits): void {
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
