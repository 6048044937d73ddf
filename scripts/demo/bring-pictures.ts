import { readFile } from 'node:fs/promises';
import type { OperationRequest } from '../../src/engine/image-ops/image-ops-engine.ts';

/**
 * Operations whose `image` is a path get the file itself, as a data URL: the page cannot read paths.
 */
export function bringPictures(
  operations: readonly OperationRequest[],
): Promise<OperationRequest[]> {
  return Promise.all(
    operations.map(async (operation) => {
      const { options } = operation;
      if (!hasPath(options)) return operation;
      const base64 = await readFile(options.image, 'base64').catch(() => {
        throw new Error(`There is no picture at ${options.image}.`);
      });
      // The kind of a picture is read from its bytes, whatever its address says.
      return { ...operation, options: { ...options, image: `data:image/png;base64,${base64}` } };
    }),
  );
}

function hasPath(options: unknown): options is { image: string } {
  if (typeof options !== 'object' || options === null || !('image' in options)) return false;
  return typeof options.image === 'string' && !options.image.startsWith('data:');
}
