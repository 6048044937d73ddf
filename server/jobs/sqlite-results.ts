import { runAtOnce, type ServerDatabase } from '../store/database.ts';
import type { JobLease } from './leased-job-store.ts';

/** Of which jobs the results are too much: the newest stay, as many as fit, and at least one. */
export const BEYOND = `seq IN (
  SELECT seq FROM (
    SELECT seq, result_bytes, sum(result_bytes) OVER (ORDER BY ended_at DESC, seq DESC) AS total
    FROM jobs WHERE result IS NOT NULL)
  WHERE total > ? AND total > result_bytes)`;

/** What is known of results besides the jobs that have them. */
export function createSqliteResults(database: ServerDatabase) {
  const run = (sql: string, ...values: unknown[]) => void database.prepare(sql).run(...values);
  const dropOne = (name: string) => run('DELETE FROM loose_results WHERE name = ?', name);
  return {
    expect: async (_: JobLease, name: string) =>
      run('INSERT OR REPLACE INTO loose_results (name, since) VALUES (?, ?)', name, Date.now()),
    /** A job has it now; within a transaction. */
    settle: dropOne,
    /** Jobs by a condition; their results become loose in the same moment. */
    forgetWhere: (condition: string, ...values: unknown[]) =>
      runAtOnce(database, () => {
        run(
          `INSERT OR REPLACE INTO loose_results (name, since)
           SELECT result, 0 FROM jobs WHERE result IS NOT NULL AND ${condition}`,
          ...values,
        );
        run(`DELETE FROM jobs WHERE ${condition}`, ...values);
      }),
    list: async (before: number) =>
      (
        database.prepare('SELECT name FROM loose_results WHERE since < ?').all(before) as {
          name: string;
        }[]
      ).map(({ name }) => name),
    drop: async (names: readonly string[]) => runAtOnce(database, () => names.forEach(dropOne)),
  };
}
