import { filesOfVariant, type Dtype, type ModelManifest } from '../manifest.ts';
import type { InstalledModel } from '../store/weight-store.ts';

/**
 * What the build knows of its files (`transfer-sizes.json`): bytes as they are and compressed, by
 * path.
 */
export type TransferSizes = Readonly<
  Record<string, readonly [bytes: number, encodedBytes: number]>
>;

export interface FirstFetch {
  manifest: ModelManifest;
  dtype: Dtype;
  voices?: readonly string[];
  /** The stored model, if there is one. */
  installed: InstalledModel | undefined;
  /** Paths of the program's own files that are not here yet, such as the runtime's. */
  programFiles: readonly string[];
  sizes: TransferSizes;
  /** Whether the host sends the files that the build compressed. */
  isCompressed: boolean;
}

/**
 * Bytes on the wire until a model can begin: its files, as far as they are not stored, and those of
 * the program.
 */
export function measureFirstFetch(fetch: FirstFetch): number {
  const { manifest, dtype, voices = [], installed, programFiles, sizes, isCompressed } = fetch;
  const sizeOf = (path: string, otherwise: number) =>
    sizes[path]?.[isCompressed ? 1 : 0] ?? otherwise;
  const isSame =
    installed?.manifest.revision === manifest.revision && installed.dtypes.includes(dtype);
  const kept = isSame
    ? new Set(filesOfVariant(manifest, dtype, installed.voices).map(({ path }) => path))
    : new Set();
  const missing = filesOfVariant(manifest, dtype, voices).filter(({ path }) => !kept.has(path));
  const folder = manifest.origin === 'built-in' ? `starter/${manifest.repository}/` : '';
  const ofModel = missing.map(({ path, sizeBytes = 0 }) => sizeOf(folder + path, sizeBytes));
  const ofProgram = programFiles.map((path) => sizeOf(path, 0));
  return [...ofModel, ...ofProgram].reduce((sum, bytes) => sum + bytes, 0);
}
