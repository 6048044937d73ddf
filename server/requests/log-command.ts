import { parseArgs } from 'node:util';
import type { ServerDatabase } from '../store/database.ts';
import { readRequests } from './request-log.ts';

const DEFAULT_LISTED = 50;

/** `log …`: returns what is to be printed, a request a line. Throws an Error of one sentence. */
export function runLogCommand(database: ServerDatabase, args: readonly string[]): string {
  const { values } = parseArgs({
    args: [...args],
    options: { limit: { type: 'string' }, before: { type: 'string' } },
  });
  const limit = readCount('limit', values.limit) ?? DEFAULT_LISTED;
  const before = readCount('before', values.before);
  const rows = readRequests(database, { limit, ...(before !== undefined && { before }) });
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}

function readCount(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const count = Number(text);
  if (Number.isInteger(count) && count > 0) return count;
  throw new Error(`--${name} must be a whole number above 0, not "${text}".`);
}
