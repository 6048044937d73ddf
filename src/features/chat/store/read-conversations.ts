import { readInWorker, type FileJobOptions } from '../../../engine-client/file-reader.ts';
import { CONVERSATIONS_BUDGET } from '../../../storage/conversations-file.ts';
import type { WholeConversation } from '../../../storage/conversations.ts';

/** Reads exported conversations. Throws an EngineError with the reason. */
export type ReadConversations = (
  file: Blob,
  options: Pick<FileJobOptions, 'onProgress' | 'signal'>,
) => Promise<WholeConversation[]>;

/** In a worker, within a budget of time and length. */
export const readConversations: ReadConversations = (file, options) =>
  readInWorker(file, (jobs) => jobs.readConversations(file), {
    budget: CONVERSATIONS_BUDGET,
    ...options,
  });
