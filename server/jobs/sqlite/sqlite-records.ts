import type { JobQuery, JobStatus, JobView } from '../../../src/api/jobs/job-desk.ts';
import type { ServerDatabase } from '../../store/database.ts';
import type { JobCounts, JobRecord, LeasedJobStore } from '../leased-job-store.ts';
import { createStatements, type Statements } from './statements.ts';

/** A row of `jobs`, with its place in the queue. */
interface JobRow {
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

/** Jobs as their owners see them. */
export function createSqliteRecords(
  database: ServerDatabase,
): Pick<LeasedJobStore, 'find' | 'page' | 'cancel' | 'count' | 'countWaiting'> {
  const statements = createStatements(database);
  const { run, all } = statements;
  return {
    find: async (id) => select(statements, 'WHERE id = ?', id)[0],
    page: async (query) => selectPage(statements, query),
    async cancel(id) {
      run(
        `UPDATE jobs SET status = 'cancelled', ended_at = ?, token = NULL
         WHERE id = ? AND status IN ('queued', 'processing')`,
        ...[Date.now(), id],
      );
    },
    async count() {
      const counts: JobCounts = { queued: 0, processing: 0, completed: 0, failed: 0, cancelled: 0 };
      const rows = all<{ status: JobStatus; n: number }>(
        'SELECT status, count(*) AS n FROM jobs GROUP BY status',
      );
      for (const { status, n } of rows) counts[status] = n;
      return counts;
    },
    async countWaiting() {
      const [row] = all<{ n: number }>("SELECT count(*) AS n FROM jobs WHERE status = 'queued'");
      return row?.n ?? 0;
    },
  };
}

const POSITION = `CASE status WHEN 'queued' THEN 1 + (
    SELECT count(*) FROM jobs AS other WHERE other.status = 'queued' AND (
      other.priority > jobs.priority OR (other.priority = jobs.priority AND
        (other.place < jobs.place OR (other.place = jobs.place AND other.seq < jobs.seq))))
  ) END`;

/** `rest` is what follows the table's name. */
function select({ all }: Statements, rest: string, ...values: readonly unknown[]): JobRecord[] {
  return all<JobRow>(
    `SELECT id, kind, status, created_at, started_at, ended_at, attempts, progress, error, result,
       (SELECT data FROM job_events WHERE job = jobs.id AND type = 'preview'
          AND jobs.status = 'processing') AS preview,
       ${POSITION} AS position
     FROM jobs ${rest}`,
    ...values,
  ).map(readRow);
}

function selectPage(statements: Statements, { status, limit, after }: JobQuery): JobRecord[] {
  const conditions = [
    ...(status ? ['status = ?'] : []),
    ...(after === undefined ? [] : ['seq < (SELECT seq FROM jobs WHERE id = ?)']),
  ];
  const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
  const values = [...(status ? [status] : []), ...(after === undefined ? [] : [after]), limit];
  return select(statements, `${where} ORDER BY seq DESC LIMIT ?`, ...values);
}

function readRow(row: JobRow): JobRecord {
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
