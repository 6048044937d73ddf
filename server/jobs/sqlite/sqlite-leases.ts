import type { JobStatus } from '../../../src/api/jobs/job-desk.ts';
import { runAtOnce, type ServerDatabase } from '../../store/database.ts';
import type { JobLease, LeasedJobStore } from '../leased-job-store.ts';
import type { SqliteEvents } from './sqlite-events.ts';
import type { createSqliteResults } from './sqlite-results.ts';
import { createStatements } from './statements.ts';

interface LeasesOptions {
  database: ServerDatabase;
  events: SqliteEvents;
  results: ReturnType<typeof createSqliteResults>;
  leaseMs: number;
}

/** What whoever holds a job may do with it. */
export function createSqliteLeases({
  database,
  events,
  results,
  leaseMs,
}: LeasesOptions): Pick<LeasedJobStore, 'renew' | 'release' | 'report' | 'complete' | 'fail'> {
  const { run } = createStatements(database);
  /** Whether the lease was still held. */
  const change = ({ job, token }: JobLease, set: string, ...values: readonly unknown[]): boolean =>
    run(
      `UPDATE jobs SET ${set} WHERE id = ? AND token = ? AND status = 'processing'`,
      ...[...values, job.id, token],
    ) === 1;
  const end = (lease: JobLease, status: JobStatus, set: string, ...values: readonly unknown[]) =>
    change(
      lease,
      `status = ?, ended_at = ?, token = NULL, ${set}`,
      ...[status, Date.now(), ...values],
    );
  const giveBack = (lease: JobLease, set: string, ...values: readonly unknown[]) =>
    change(lease, `status = 'queued', token = NULL, ${set}`, ...values);
  return {
    renew: async (lease) => change(lease, 'leased_until = ?', Date.now() + leaseMs),
    release: async (lease) => void giveBack(lease, 'attempts = attempts - 1'),
    report: async (lease, progress) =>
      runAtOnce(database, () => {
        const { preview: _, ...rest } = progress;
        const isHeld = change(lease, 'progress = ?', JSON.stringify(rest));
        if (isHeld) events.keep(lease.job.id, progress);
        return isHeld;
      }),
    complete: async (lease, result, bytes) =>
      runAtOnce(database, () => {
        const hasEnded = end(lease, 'completed', 'result = ?, result_bytes = ?', result, bytes);
        if (hasEnded) results.settle(result);
        return hasEnded;
      }),
    async fail(lease, failure, retryMs) {
      const error = JSON.stringify(failure);
      return retryMs === undefined
        ? end(lease, 'failed', 'error = ?', error)
        : giveBack(lease, 'error = ?, available_at = ?', error, Date.now() + retryMs);
    },
  };
}
