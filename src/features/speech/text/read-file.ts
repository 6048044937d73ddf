import { readInWorker, type FileJobOptions } from '../../../engine-client/file-reader.ts';
import { DOCUMENT_BUDGET } from '../../../engine/documents/document-limits.ts';
import type { DocumentText } from '../../../engine/documents/document-text.ts';

/** Reads the text of a file, as `readDocument` does. Throws an EngineError with the reason. */
export type ReadFile = (
  file: File,
  options: Pick<FileJobOptions, 'onProgress' | 'signal'>,
) => Promise<DocumentText>;

/** In a worker, within a budget of time and length. */
export const readTextFile: ReadFile = (file, options) =>
  readInWorker(file, (jobs) => jobs.readDocument(file), { budget: DOCUMENT_BUDGET, ...options });
