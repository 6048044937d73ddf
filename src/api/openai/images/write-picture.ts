import type { ImageEvent } from '../../../engine/diffusion/diffusion-engine.ts';
import { writeParameters } from '../../../engine/images/metadata/image-metadata.ts';
import { runOperations } from '../../pictures/run-operations.ts';
import type { ApiServices } from '../../services.ts';
import type { ImageFormat } from './image-schema.ts';

type DrawnPicture = Extract<ImageEvent, { type: 'image-end' }>;

export interface OutputChoice {
  format: ImageFormat;
  /** 0 to 100, of jpeg and webp. */
  quality?: number;
}

/** The picture in the format that was asked for, with what it was made with. */
export async function writePicture(
  { png, parameters }: DrawnPicture,
  { format, quality }: OutputChoice,
  { imageOps }: Pick<ApiServices, 'imageOps'>,
  signal: AbortSignal,
): Promise<Blob> {
  const drawn = new Blob([png], { type: 'image/png' });
  if (format === 'png') return drawn;
  const options = { format, ...(quality !== undefined && { quality: Math.max(1, quality) }) };
  const convert = [{ op: 'convert', options }];
  const { files } = await runOperations(imageOps, drawn, convert, signal);
  const bytes = new Uint8Array((await files[0]?.file.arrayBuffer()) ?? new ArrayBuffer(0));
  return new Blob([writeParameters(bytes, parameters)], { type: `image/${format}` });
}
