import type { JobProgress } from '../../src/api/jobs/job-desk.ts';
import type { ServerDatabase } from '../store/database.ts';
import { MAX_EVENTS } from './leased-job-store.ts';

/** Notes how far a job is, for those who watch it; within a transaction. */
export function keepEvent(database: ServerDatabase, job: string, progress: JobProgress): void {
  const { preview, ...data } = progress;
  insert(database, job, 'progress', data);
  if (preview) {
    database.prepare("DELETE FROM job_events WHERE job = ? AND type = 'preview'").run(job);
    insert(database, job, 'preview', { stage: data.stage, preview });
  }
  database
    .prepare(
      `DELETE FROM job_events WHERE job = ? AND number <=
         (SELECT max(number) FROM job_events WHERE job = ?) - ${MAX_EVENTS}`,
    )
    .run(job, job);
}

function insert(database: ServerDatabase, job: string, type: string, data: object): void {
  database
    .prepare(
      `INSERT INTO job_events (job, number, type, data)
       SELECT ?, coalesce(max(number), 0) + 1, ?, ? FROM job_events WHERE job = ?`,
    )
    .run(job, type, JSON.stringify(data), job);
}
