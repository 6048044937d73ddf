import { runAtOnce, type ServerDatabase } from '../../store/database.ts';
import type { JobLease } from '../leased-job-store.ts';
import { createStatements } from './statements.ts';

/** Of which jobs the results are too much: the newest stay, as many as fit, and at least one. */
export const BEYOND = `seq IN (
  SELECT seq FROM (
    SELECT seq, result_bytes, sum(result_bytes) OVER (ORDER BY ended_at DESC, seq DESC) AS total
    FROM jobs WHERE result IS NOT NULL)
  WHERE total > ? AND total > result_bytes)`;

/** What is known of results besides the jobs that have them. */
export function createSqliteResults(database: ServerDatabase) {
  const { run, all } = createStatements(database);
  const dropOne = (name: string) => void run('DELETE FROM loose_results WHERE name = ?', name);
  return {
    async expect(_: JobLease, name: string): Promise<void> {
      const since = Date.now();
      run('INSERT OR REPLACE INTO loose_results (name, since) VALUES (?, ?)', name, since);
    },
    /** A job has it now; within a transaction. */
    settle: dropOne,
    /** Jobs by a condition; their results become loose in the same moment. */
    forgetWhere: (condition: string, ...values: readonly unknown[]) =>
      runAtOnce(database, () => {
        run(
          `INSERT OR REPLACE INTO loose_results (name, since)
           SELECT result, 0 FROM jobs WHERE result IS NOT NULL AND ${condition}`,
          ...values,
        );
        run(`DELETE FROM jobs WHERE ${condition}`, ...values);
      }),
    list: async (before: number) =>
      all<{ name: string }>('SELECT name FROM loose_results WHERE since < ?', before).map(
        ({ name }) => name,
      ),
    drop: async (names: readonly string[]) => runAtOnce(database, () => names.forEach(dropOne)),
  };
}
