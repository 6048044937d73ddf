import { EngineError } from '../engine/errors.ts';
import type { ImageParameters } from '../engine/images/metadata/image-parameters.ts';
import type { PictureSize } from '../engine/images/picture-size.ts';
import type { PixelImage } from '../engine/images/pixel-image.ts';

export type PictureType = 'image/png' | 'image/webp' | 'image/jpeg';

/** Pictures in files and in memory, by the browser's own codecs. */
export interface PictureCodec {
  /**
   * Reads any picture that the browser knows, turned as its Exif says. Throws `invalid_request` for
   * a broken or a huge one.
   */
  decode(file: Blob): Promise<PixelImage>;
  /**
   * Writes a picture in another format with its parameters, `null`: with none; a file that has the
   * format already comes as it is, unless it would lose something by the quality, 0 to 1. Throws as
   * `decode` does.
   */
  convert(
    file: Blob,
    type: PictureType,
    parameters: ImageParameters | null,
    quality?: number,
  ): Promise<Blob>;
  /** A small WebP that fits in a square of `side`. */
  makeThumbnail(file: Blob, side: number): Promise<Blob>;
}

/** Larger pictures would fill the memory of a phone. */
const MAX_PIXELS = 64e6;

export function createPictureCodec(): PictureCodec {
  return {
    async decode(file) {
      const bitmap = await openBitmap(file);
      try {
        const context = drawBitmap(bitmap, bitmap.width, bitmap.height);
        const { data, width, height } = context.getImageData(0, 0, bitmap.width, bitmap.height);
        return { width, height, data };
      } finally {
        bitmap.close();
      }
    },
    async convert(file, type, parameters, quality = 0.92) {
      if (type === 'image/png' && (await isPngFile(file))) return file;
      const bitmap = await openBitmap(file);
      const { canvas } = drawBitmap(
        bitmap,
        bitmap.width,
        bitmap.height,
        type === 'image/jpeg' ? 'white' : undefined,
      );
      bitmap.close();
      const blob = await canvas.convertToBlob({ type, quality });
      if (!parameters) return blob;
      const { writeParameters } = await import('../engine/images/metadata/image-metadata.ts');
      return new Blob([writeParameters(new Uint8Array(await blob.arrayBuffer()), parameters)], {
        type,
      });
    },
    async makeThumbnail(file, side) {
      const bitmap = await openBitmap(file);
      const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height));
      const [width, height] = [bitmap.width, bitmap.height].map((length) =>
        Math.max(1, Math.round(length * scale)),
      ) as [number, number];
      const { canvas } = drawBitmap(bitmap, width, height);
      bitmap.close();
      return canvas.convertToBlob({ type: 'image/webp', quality: 0.85 });
    },
  };
}

async function isPngFile(file: Blob): Promise<boolean> {
  const { isPng } = await import('../engine/images/png-chunks.ts');
  return isPng(await readStart(file));
}

/** Bytes of a file in which a picture's size is told. */
async function readStart(file: Blob): Promise<Uint8Array<ArrayBuffer>> {
  const { HEADER_BYTES } = await import('../engine/images/picture-header.ts');
  return new Uint8Array(await file.slice(0, HEADER_BYTES).arrayBuffer());
}

async function openBitmap(file: Blob): Promise<ImageBitmap> {
  const { readHeaderSize } = await import('../engine/images/picture-header.ts');
  const claimed = readHeaderSize(await readStart(file));
  // Before it is decoded, which takes the memory; what a header does not tell is measured
  // afterwards.
  if (claimed) checkSize(claimed);
  const options = { premultiplyAlpha: 'none', colorSpaceConversion: 'none' } as const;
  const bitmap = await createImageBitmap(file, options).catch((thrown: unknown) => {
    throw new EngineError('invalid_request', 'The browser cannot read this file as a picture.', {
      cause: thrown,
    });
  });
  try {
    checkSize(bitmap);
    return bitmap;
  } catch (thrown) {
    bitmap.close();
    throw thrown;
  }
}

function checkSize({ width, height }: PictureSize): void {
  if (width * height > MAX_PIXELS)
    throw new EngineError(
      'invalid_request',
      `A picture of ${width} × ${height} is too large to work with.`,
      {
        details: { width, height },
      },
    );
}

function drawBitmap(
  bitmap: ImageBitmap,
  width: number,
  height: number,
  ground?: string,
): OffscreenCanvasRenderingContext2D {
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (!context)
    throw new EngineError(
      'out_of_memory',
      `There is not enough memory for a picture of ${width} × ${height}.`,
    );
  if (ground) {
    context.fillStyle = ground;
    context.fillRect(0, 0, width, height);
  }
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, width, height);
  return context;
}
