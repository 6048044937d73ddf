import type { JobStatus, JobView } from '../../src/api/jobs/job-desk.ts';
import type { ServerDatabase } from '../store/database.ts';
import type { JobRecord } from './leased-job-store.ts';

/** A row of `jobs`, with its place in the queue. */
export interface JobRow {
  id: string;
  kind: string;
  status: JobStatus;
  created_at: number;
  started_at: number | null;
  ended_at: number | null;
  attempts: number;
  progress: string | null;
  preview: string | null;
  error: string | null;
  result: string | null;
  position: number | null;
}

const POSITION = `CASE status WHEN 'queued' THEN 1 + (
    SELECT count(*) FROM jobs AS other WHERE other.status = 'queued' AND (
      other.priority > jobs.priority OR (other.priority = jobs.priority AND
        (other.place < jobs.place OR (other.place = jobs.place AND other.seq < jobs.seq))))
  ) END`;

/** `rest` is what follows the table's name. */
export function selectRows(
  database: ServerDatabase,
  rest: string,
  ...values: readonly unknown[]
): JobRow[] {
  return database
    .prepare(
      `SELECT id, kind, status, created_at, started_at, ended_at, attempts, progress, error, result,
         (SELECT data FROM job_events WHERE job = jobs.id AND type = 'preview'
            AND jobs.status = 'processing') AS preview,
         ${POSITION} AS position
       FROM jobs ${rest}`,
    )
    .all(...values) as JobRow[];
}

export function readRow(row: JobRow): JobRecord {
  const { id, kind, status, progress, preview, error, result, position, attempts } = row;
  const parsed = progress === null ? undefined : (JSON.parse(progress) as JobView['progress']);
  return {
    ...{ jobId: id, kind, status, attempts },
    ...(position !== null && { position }),
    ...(parsed && {
      progress: { ...parsed, ...(preview && (JSON.parse(preview) as { preview: string })) },
    }),
    ...(status === 'failed' && error !== null && { error: JSON.parse(error) }),
    createdAt: toIso(row.created_at),
    ...(row.started_at !== null && { startedAt: toIso(row.started_at) }),
    ...(row.ended_at !== null && { endedAt: toIso(row.ended_at) }),
    ...(result !== null && { result }),
  };
}

function toIso(time: number): string {
  return new Date(time).toISOString();
}
