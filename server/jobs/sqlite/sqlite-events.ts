import type { JobProgress } from '../../../src/api/jobs/job-desk.ts';
import type { ServerDatabase } from '../../store/database.ts';
import { MAX_EVENTS, type LeasedJobStore, type RunningEvent } from '../leased-job-store.ts';
import { createStatements, type Statements } from './statements.ts';

export interface SqliteEvents {
  /** Notes how far a job is, for those who watch it; within a transaction. */
  keep(job: string, progress: JobProgress): void;
  read: LeasedJobStore['events'];
}

interface EventRow {
  number: number;
  type: string;
  data: string;
}

/** What is told while a job runs. */
export function createSqliteEvents(database: ServerDatabase): SqliteEvents {
  const statements = createStatements(database);
  return {
    keep(job, progress) {
      const { preview, ...data } = progress;
      insert(statements, job, 'progress', data);
      if (preview) {
        statements.run("DELETE FROM job_events WHERE job = ? AND type = 'preview'", job);
        insert(statements, job, 'preview', { stage: data.stage, preview });
      }
      statements.run(
        `DELETE FROM job_events WHERE job = ? AND number <=
           (SELECT max(number) FROM job_events WHERE job = ?) - ${MAX_EVENTS}`,
        ...[job, job],
      );
    },
    read: async (job, after) =>
      statements
        .all<EventRow>(
          'SELECT number, type, data FROM job_events WHERE job = ? AND number > ? ORDER BY number',
          ...[job, after],
        )
        .map(readEvent),
  };
}

function readEvent({ number, type, data }: EventRow): RunningEvent {
  return { id: number, type, data: JSON.parse(data) as JobProgress } as RunningEvent;
}

function insert({ run }: Statements, job: string, type: string, data: object): void {
  run(
    `INSERT INTO job_events (job, number, type, data)
     SELECT ?, coalesce(max(number), 0) + 1, ?, ? FROM job_events WHERE job = ?`,
    ...[job, type, JSON.stringify(data), job],
  );
}
