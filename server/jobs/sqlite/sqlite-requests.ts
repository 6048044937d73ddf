import type { JobStore, StoredJob } from '../../../src/engine/studio/job-store.ts';
import { runAtOnce, type ServerDatabase } from '../../store/database.ts';
import { kindOf, packJobs, unpackJob, type PackedJob } from '../pack-job.ts';
import { createStatements, type Statements } from './statements.ts';

export interface SqliteRequests extends Pick<JobStore, 'list' | 'put'> {
  read(id: string): Promise<StoredJob | undefined>;
}

interface RequestRow {
  packed: ArrayBuffer;
}

/** Jobs as they were asked for. */
export function createSqliteRequests(database: ServerDatabase): SqliteRequests {
  const statements = createStatements(database);
  return {
    async list() {
      const rows = statements.all<RequestRow>(
        `SELECT packed FROM jobs JOIN job_requests USING (id)
         WHERE status IN ('queued', 'processing') ORDER BY priority DESC, place, seq`,
      );
      return Promise.all(rows.map(readRequest));
    },
    async put(...jobs) {
      const packed = await packJobs(jobs);
      runAtOnce(database, () => {
        for (const one of packed) putOne(statements, one);
      });
    },
    async read(id) {
      const [row] = statements.all<RequestRow>('SELECT packed FROM job_requests WHERE id = ?', id);
      return row && readRequest(row);
    },
  };
}

function readRequest({ packed }: RequestRow): Promise<StoredJob> {
  return unpackJob(new Uint8Array(packed));
}

/** A job that runs keeps its state: only what it asks for and its place change. */
function putOne({ run }: Statements, { job, bytes }: PackedJob): void {
  run(
    `INSERT INTO jobs (id, kind, priority, place, status, created_at, available_at)
     VALUES (?, ?, ?, ?, 'queued', ?, 0)
     ON CONFLICT (id) DO UPDATE SET priority = excluded.priority, place = excluded.place`,
    ...[job.id, kindOf(job), job.priority ?? 0, job.order, Date.now()],
  );
  run(
    `INSERT INTO job_requests (id, packed) VALUES (?, ?)
     ON CONFLICT (id) DO UPDATE SET packed = excluded.packed`,
    ...[job.id, bytes],
  );
}
