import { parseArgs } from 'node:util';
import { describeLimit, parseLimits } from '../limits/limit.ts';
import type { KeyOptions, KeyRecord, SharedKeyRing } from './keys.ts';
import { parseScopes } from './scopes.ts';

const USAGE =
  'Use keys create NAME [--days N] [--scope NAME]… [--limit UNIT=N/day]…, keys list, or keys revoke NAME.';
const DAY_MS = 86_400_000;

/** `keys …`: returns what is to be printed. Throws an Error of one sentence. */
export async function runKeysCommand(
  keys: SharedKeyRing,
  args: readonly string[],
): Promise<string> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      days: { type: 'string' },
      scope: { type: 'string', multiple: true },
      limit: { type: 'string', multiple: true },
    },
  });
  const [action, name] = positionals;
  if (action === 'list')
    return (await keys.list()).map(describeKey).join('\n') || 'There are no keys.';
  if (!name) throw new Error(USAGE);
  if (action === 'create') return keys.create(name, readOptions(values));
  if (action !== 'revoke') throw new Error(USAGE);
  if ((await keys.revoke(name)) > 0) return `${name} can no longer be used.`;
  throw new Error(`There is no key "${name}" that could be used. Try keys list.`);
}

function readOptions({
  days,
  scope,
  limit,
}: {
  days?: string | undefined;
  scope?: string[] | undefined;
  limit?: string[] | undefined;
}): KeyOptions {
  return {
    ...(days !== undefined && { expiresAt: readExpiry(days) }),
    ...(scope && { scopes: parseScopes(scope) }),
    ...(limit && { limits: parseLimits(limit) }),
  };
}

function readExpiry(days: string): number {
  const count = Number(days);
  if (!(count > 0)) throw new Error(`--days must be a number of days above 0, not "${days}".`);
  return Date.now() + count * DAY_MS;
}

function describeKey({
  id,
  name,
  scopes,
  limits,
  createdAt,
  expiresAt,
  revokedAt,
  lastUsedAt,
}: KeyRecord): string {
  const day = (time: number) => new Date(time).toISOString().slice(0, 10);
  const until = expiresAt === undefined ? 'never expires' : `expires ${day(expiresAt)}`;
  const state = revokedAt === undefined ? until : `revoked ${day(revokedAt)}`;
  const used = lastUsedAt === undefined ? 'not used yet' : `last used ${day(lastUsedAt)}`;
  const limited = limits.map(describeLimit).join(' ') || 'no limits';
  return `${id}  ${name}  created ${day(createdAt)}  ${state}  ${used}  ${scopes.join(',')}  ${limited}`;
}
