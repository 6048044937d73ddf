import type { ProcessedFile } from '../../engine/image-ops/image-ops-engine.ts';
import { encodeFile } from '../base64.ts';
import type { WireDerivative } from './studio-schema.ts';

/** Such as `webp`. */
export function formatOf({ type }: Blob): string {
  return type.split('/')[1] ?? 'bin';
}

/** Files with names of their own, as they are answered. */
export async function writeDerivatives(files: readonly ProcessedFile[]): Promise<WireDerivative[]> {
  const written: WireDerivative[] = [];
  for (const { file, name, width, height, crop } of files)
    written.push({
      name: name ?? 'picture',
      imageData: await encodeFile(file),
      format: formatOf(file),
      ...{ width, height, bytes: file.size },
      ...(crop && { crop }),
    });
  return written;
}
