import type { PictureTexts } from '../engine/images/metadata/image-metadata.ts';
import { readInWorker } from './file-reader.ts';

/** Larger files are read as pictures, but not for their metadata. */
const BUDGET = { timeLimitMs: 10_000, mostBytes: 256e6 };

/**
 * Reads in a worker what a picture file tells of how it was made. Throws `limit_exceeded`,
 * `not_supported`, `aborted`.
 */
export function readPictureTexts(file: Blob, signal?: AbortSignal): Promise<PictureTexts> {
  return readInWorker(file, (jobs) => jobs.readPictureTexts(file), { budget: BUDGET, signal });
}
