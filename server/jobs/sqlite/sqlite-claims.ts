import { randomUUID } from 'node:crypto';
import type { ServerDatabase } from '../../store/database.ts';
import { describeLostJob, type LeasedJobStore, type LeaseOptions } from '../leased-job-store.ts';
import type { SqliteRequests } from './sqlite-requests.ts';
import { createStatements, type Statements } from './statements.ts';

interface ClaimsOptions extends Required<LeaseOptions> {
  database: ServerDatabase;
  requests: SqliteRequests;
}

/** The next job that may run, for one worker alone. */
export function createSqliteClaims({
  database,
  requests,
  leaseMs,
  maxStarts,
}: ClaimsOptions): Pick<LeasedJobStore, 'take'> {
  const statements = createStatements(database);
  return {
    async take() {
      const now = Date.now();
      takeBackLost(statements, now, maxStarts);
      const token = randomUUID();
      const [row] = statements.all<{ id: string; attempts: number }>(
        `UPDATE jobs SET status = 'processing', token = ?, leased_until = ?, attempts = attempts + 1,
           started_at = coalesce(started_at, ?)
         WHERE seq = (SELECT seq FROM jobs WHERE status = 'queued' AND available_at <= ?
                      ORDER BY priority DESC, place, seq LIMIT 1)
         RETURNING id, attempts`,
        ...[token, now + leaseMs, now, now],
      );
      if (!row) return undefined;
      const job = await requests.read(row.id);
      return job && { job, token, attempts: row.attempts };
    },
  };
}

/** Jobs of silent workers wait again, or fail where they were begun too often. */
function takeBackLost({ run, all }: Statements, now: number, maxStarts: number): void {
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
