import type { FileEvent } from './file-event.ts';

/** What a job has read, without a worker. */
export function fileResult<R>(events: Iterable<FileEvent<R>>): R {
  for (const event of events) if (event.type === 'file-end') return event.result;
  throw new Error('The job ended without a result.');
}
