import { randomUUID } from 'node:crypto';
import type { JobProgress, JobStatus } from '../../src/api/jobs/job-desk.ts';
import type { RecordedFailure } from '../../src/api/http/recorded-error.ts';
import type { QueuedJob, StoredJob } from '../../src/engine/studio/job-store.ts';
import { runAtOnce, type ServerDatabase } from '../store/database.ts';
import {
  describeLostJob,
  LEASE_MS,
  MAX_STARTS,
  type JobCounts,
  type JobLease,
  type LeasedJobStore,
  type LeaseOptions,
  type RunningEvent,
} from './leased-job-store.ts';
import { packJob, unpackJob } from './pack-job.ts';
import { readRow, selectRows } from './sqlite-job-rows.ts';
import { keepEvent } from './sqlite-job-events.ts';
import { BEYOND, createSqliteResults } from './sqlite-results.ts';

/**
 * Jobs of one machine. A lease is a token and a time in the job's row; one statement takes it, so two
 * processes never hold the same job. The caller closes the database.
 */
export function createSqliteJobStore(
  database: ServerDatabase,
  { leaseMs = LEASE_MS, maxStarts = MAX_STARTS }: LeaseOptions = {},
): LeasedJobStore {
  const run = (sql: string, ...values: unknown[]) => database.prepare(sql).run(...values).changes;
  const all = <Row>(sql: string, ...values: unknown[]) =>
    database.prepare(sql).all(...values) as Row[];
  const results = createSqliteResults(database);
  const isHeld = "id = ? AND token = ? AND status = 'processing'";

  function takeBackLost(now: number): void {
    const lost = "status = 'processing' AND leased_until < ?";
    if (all(`SELECT 1 FROM jobs WHERE ${lost} LIMIT 1`, now).length === 0) return;
    const failure = JSON.stringify(describeLostJob(maxStarts));
    run(
      `UPDATE jobs SET status = 'failed', error = ?, ended_at = ?, token = NULL
       WHERE ${lost} AND attempts >= ?`,
      ...[failure, now, now, maxStarts],
    );
    run(`UPDATE jobs SET status = 'queued', token = NULL WHERE ${lost}`, now);
  }
  function end(lease: JobLease, status: JobStatus, set: string, ...values: unknown[]): boolean {
    return (
      run(
        `UPDATE jobs SET status = ?, ended_at = ?, token = NULL, ${set} WHERE ${isHeld}`,
        ...[status, Date.now(), ...values, lease.job.id, lease.token],
      ) === 1
    );
  }

  return {
    list: () =>
      Promise.all(
        all<{ packed: ArrayBuffer }>(
          `SELECT packed FROM jobs JOIN job_requests USING (id)
           WHERE status IN ('queued', 'processing') ORDER BY priority DESC, place, seq`,
        ).map(({ packed }) => unpackJob(new Uint8Array(packed))),
      ),
    async put(...jobs) {
      const packed = await Promise.all(
        jobs.map(async (job) => ({ job: { ...job }, bytes: await packJob(job) })),
      );
      runAtOnce(database, () => {
        for (const { job, bytes } of packed) putOne(database, job, bytes);
      });
    },
    remove: async (id) => results.forgetWhere('id = ?', id),
    async take() {
      const now = Date.now();
      takeBackLost(now);
      const token = randomUUID();
      const [row] = all<{ id: string; attempts: number }>(
        `UPDATE jobs SET status = 'processing', token = ?, leased_until = ?, attempts = attempts + 1,
           started_at = coalesce(started_at, ?)
         WHERE seq = (SELECT seq FROM jobs WHERE status = 'queued' AND available_at <= ?
                      ORDER BY priority DESC, place, seq LIMIT 1)
         RETURNING id, attempts`,
        ...[token, now + leaseMs, now, now],
      );
      if (!row) return undefined;
      const job = await readRequest(database, row.id);
      return job && { job, token, attempts: row.attempts };
    },
    renew: async ({ job, token }) =>
      run(
        `UPDATE jobs SET leased_until = ? WHERE ${isHeld}`,
        ...[Date.now() + leaseMs, job.id, token],
      ) === 1,
    async release({ job, token }) {
      run(
        `UPDATE jobs SET status = 'queued', token = NULL, attempts = attempts - 1 WHERE ${isHeld}`,
        ...[job.id, token],
      );
    },
    report: async ({ job, token }, progress) =>
      runAtOnce(database, () => {
        const { preview: _, ...rest } = progress;
        const isLeased =
          run(
            `UPDATE jobs SET progress = ? WHERE ${isHeld}`,
            ...[JSON.stringify(rest), job.id, token],
          ) === 1;
        if (isLeased) keepEvent(database, job.id, progress);
        return isLeased;
      }),
    expectResult: results.expect,
    complete: async (lease, result, bytes) =>
      runAtOnce(database, () => {
        const hasEnded = end(lease, 'completed', 'result = ?, result_bytes = ?', result, bytes);
        if (hasEnded) results.settle(result);
        return hasEnded;
      }),
    fail: async (lease, failure, retryMs) =>
      retryMs === undefined
        ? end(lease, 'failed', 'error = ?', JSON.stringify(failure))
        : tryAgain(lease, failure, retryMs),
    find: async (id) => selectRows(database, 'WHERE id = ?', id).map(readRow)[0],
    async page({ status, limit, after }) {
      const conditions = [
        ...(status ? ['status = ?'] : []),
        ...(after === undefined ? [] : ['seq < (SELECT seq FROM jobs WHERE id = ?)']),
      ];
      const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
      const values = [...(status ? [status] : []), ...(after === undefined ? [] : [after]), limit];
      return selectRows(database, `${where} ORDER BY seq DESC LIMIT ?`, ...values).map(readRow);
    },
    async cancel(id) {
      run(
        `UPDATE jobs SET status = 'cancelled', ended_at = ?, token = NULL
         WHERE id = ? AND status IN ('queued', 'processing')`,
        ...[Date.now(), id],
      );
    },
    events: async (id, after) =>
      all<{ number: number; type: string; data: string }>(
        'SELECT number, type, data FROM job_events WHERE job = ? AND number > ? ORDER BY number',
        ...[id, after],
      ).map(
        ({ number, type, data }) =>
          ({ id: number, type, data: JSON.parse(data) as JobProgress }) as RunningEvent,
      ),
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
    forgetEnded: async (before) => results.forgetWhere('ended_at < ?', before),
    forgetBeyond: async (bytes) => results.forgetWhere(BEYOND, bytes),
    looseResults: results.list,
    dropResults: results.drop,
    close: async () => undefined,
  };

  function tryAgain({ job, token }: JobLease, failure: RecordedFailure, retryMs: number): boolean {
    return (
      run(
        `UPDATE jobs SET status = 'queued', token = NULL, error = ?, available_at = ? WHERE ${isHeld}`,
        ...[JSON.stringify(failure), Date.now() + retryMs, job.id, token],
      ) === 1
    );
  }
}

/** A job that runs keeps its state: only what it asks for and its place change. */
function putOne(database: ServerDatabase, job: QueuedJob, packed: Buffer): void {
  const kind = 'kind' in job ? String(job.kind) : '';
  database
    .prepare(
      `INSERT INTO jobs (id, kind, priority, place, status, created_at, available_at)
       VALUES (?, ?, ?, ?, 'queued', ?, 0)
       ON CONFLICT (id) DO UPDATE SET priority = excluded.priority, place = excluded.place`,
    )
    .run(job.id, kind, job.priority ?? 0, job.order, Date.now());
  database
    .prepare(
      `INSERT INTO job_requests (id, packed) VALUES (?, ?)
       ON CONFLICT (id) DO UPDATE SET packed = excluded.packed`,
    )
    .run(job.id, packed);
}

async function readRequest(database: ServerDatabase, id: string): Promise<StoredJob | undefined> {
  const row = database.prepare('SELECT packed FROM job_requests WHERE id = ?').get(id) as
    { packed: ArrayBuffer } | undefined;
  return row && unpackJob(new Uint8Array(row.packed));
}
