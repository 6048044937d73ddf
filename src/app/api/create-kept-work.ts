import { createMemoryFileShelf } from '../../api/files/file-shelf.ts';
import { createMemoryJobDesk } from '../../api/jobs/memory-job-desk.ts';
import type { ApiServices } from '../../api/services.ts';
import { createStudioRunner } from '../../api/studio/run-studio-job.ts';
import type { KeptWork } from './kept-work.ts';

/** Kept in memory, as long as the page lives. */
export function createKeptWork(services: ApiServices): KeptWork {
  return {
    jobs: createMemoryJobDesk(createStudioRunner(services)),
    files: createMemoryFileShelf(),
  };
}
