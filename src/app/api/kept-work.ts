import type { FileShelf } from '../../api/files/file-shelf.ts';
import type { JobDesk } from '../../api/jobs/job-desk.ts';

/** What outlives a request in this page: jobs, and pictures that were answered as addresses. */
export interface KeptWork {
  jobs: JobDesk;
  files: FileShelf;
}

/** Whether a path asks for something that is kept here. */
export async function isKept(works: readonly KeptWork[], path: string): Promise<boolean> {
  const [, kind, name] = /^(jobs|files)\/([^/?]+)/.exec(path) ?? [];
  if (name === undefined) return false;
  const looks = works.map(({ jobs, files }): Promise<unknown> =>
    kind === 'jobs' ? jobs.find(name) : files.get(name),
  );
  return Promise.any(looks).then(
    () => true,
    () => false,
  );
}
