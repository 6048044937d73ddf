import type { ServerDatabase } from '../../store/database.ts';
import {
  LEASE_MS,
  MAX_STARTS,
  type LeasedJobStore,
  type LeaseOptions,
} from '../leased-job-store.ts';
import { createSqliteClaims } from './sqlite-claims.ts';
import { createSqliteEvents } from './sqlite-events.ts';
import { createSqliteLeases } from './sqlite-leases.ts';
import { createSqliteRecords } from './sqlite-records.ts';
import { createSqliteRequests } from './sqlite-requests.ts';
import { BEYOND, createSqliteResults } from './sqlite-results.ts';

/**
 * Jobs of one machine. A lease is a token and a time in the job's row; one statement takes it, so two
 * processes never hold the same job. The caller closes the database.
 */
export function createSqliteJobStore(
  database: ServerDatabase,
  { leaseMs = LEASE_MS, maxStarts = MAX_STARTS }: LeaseOptions = {},
): LeasedJobStore {
  const events = createSqliteEvents(database);
  const requests = createSqliteRequests(database);
  const results = createSqliteResults(database);
  return {
    list: requests.list,
    put: requests.put,
    ...createSqliteClaims({ database, requests, leaseMs, maxStarts }),
    ...createSqliteLeases({ database, events, results, leaseMs }),
    ...createSqliteRecords(database),
    events: events.read,
    remove: async (id) => results.forgetWhere('id = ?', id),
    forgetEnded: async (before) => results.forgetWhere('ended_at < ?', before),
    forgetBeyond: async (bytes) => results.forgetWhere(BEYOND, bytes),
    expectResult: results.expect,
    looseResults: results.list,
    dropResults: results.drop,
    close: async () => undefined,
  };
}
