import { limitsSchema, scopesSchema } from '../../src/api/admin/key-schema.ts';
import { DEFAULT_SCOPES, type Limit, type Scope } from '../../src/engine/companion/access-key.ts';
import type { ServerDatabase } from '../store/database.ts';
import { isKeyOf, makeKey, readKeyId } from './key-secret.ts';

/** A key as it may be shown: never the key itself. Times in milliseconds since 1970. */
export interface KeyRecord {
  id: string;
  name: string;
  scopes: readonly Scope[];
  limits: readonly Limit[];
  createdAt: number;
  expiresAt?: number;
  revokedAt?: number;
  /** To the minute; absent: never, or before this was noted. */
  lastUsedAt?: number;
}

export interface KeyOptions {
  /** Milliseconds since 1970. Default: never. */
  expiresAt?: number;
  /** Default: all but `admin`. */
  scopes?: readonly Scope[];
  /** Default: none. */
  limits?: readonly Limit[];
}

/** What a server asks of keys with every request, and so waits for nothing. */
export interface KeyFinder {
  /** Whose key this is, if it may be used now. */
  find(key: string): KeyRecord | undefined;
  /** Notes that a key is used now. Never throws. */
  noteUse(key: Pick<KeyRecord, 'id' | 'lastUsedAt'>): void;
  /** Whether there is a key that may be used now. */
  hasUsable(): boolean;
}

export interface KeyRing extends KeyFinder {
  /** Returns the key, which is kept nowhere and cannot be shown again. */
  create(name: string, options?: KeyOptions): string;
  list(): KeyRecord[];
  /** By id or name; returns how many were revoked. */
  revoke(idOrName: string): number;
}

/** The same where several servers may know the keys. */
export interface SharedKeyRing extends KeyFinder {
  create(name: string, options?: KeyOptions): Promise<string>;
  list(): Promise<KeyRecord[]>;
  revoke(idOrName: string): Promise<number>;
  close(): Promise<void>;
}

interface KeyRow {
  id: string;
  name: string;
  hash: string;
  scopes: string | null;
  limits: string | null;
  created_at: number;
  expires_at: number | null;
  revoked_at: number | null;
  last_used_at: number | null;
}

/** Within which a key's use is not written down again. */
export const USE_WITHIN_MS = 60_000;

/** Keys in a server's own database. */
export function createKeyRing(database: ServerDatabase, now = Date.now): KeyRing {
  const usable = 'revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ?)';
  return {
    create(name, { expiresAt, scopes = DEFAULT_SCOPES, limits = [] } = {}) {
      const { key, id, hash } = makeKey();
      database
        .prepare(
          `INSERT INTO keys (id, name, hash, scopes, limits, created_at, expires_at)
           VALUES (?, ?, ?, ?, ?, ?, ?)`,
        )
        .run(
          ...[id, name, hash],
          ...[JSON.stringify(scopes), JSON.stringify(limits), now(), expiresAt ?? null],
        );
      return key;
    },
    list: () =>
      (database.prepare('SELECT * FROM keys ORDER BY created_at').all() as KeyRow[]).map(readKey),
    revoke: (idOrName) =>
      database
        .prepare('UPDATE keys SET revoked_at = ? WHERE (id = ? OR name = ?) AND revoked_at IS NULL')
        .run(now(), idOrName, idOrName).changes,
    find(key) {
      const id = readKeyId(key);
      if (id === undefined) return undefined;
      const row = database
        .prepare(`SELECT * FROM keys WHERE id = ? AND ${usable}`)
        .get(id, now()) as KeyRow | undefined;
      return row && isKeyOf(key, row.hash) ? readKey(row) : undefined;
    },
    noteUse({ id, lastUsedAt = 0 }) {
      if (now() - lastUsedAt < USE_WITHIN_MS) return;
      try {
        database.prepare('UPDATE keys SET last_used_at = ? WHERE id = ?').run(now(), id);
      } catch {
        // A full disk must not keep anyone out.
      }
    },
    hasUsable: () =>
      database.prepare(`SELECT 1 FROM keys WHERE ${usable} LIMIT 1`).get(now()) !== undefined,
  };
}

function readKey(row: KeyRow): KeyRecord {
  const { id, name, scopes, limits, created_at, expires_at, revoked_at, last_used_at } = row;
  return {
    ...{ id, name, createdAt: created_at },
    scopes: scopes === null ? DEFAULT_SCOPES : scopesSchema.parse(JSON.parse(scopes)),
    limits: limits === null ? [] : limitsSchema.parse(JSON.parse(limits)),
    ...(expires_at !== null && { expiresAt: expires_at }),
    ...(revoked_at !== null && { revokedAt: revoked_at }),
    ...(last_used_at !== null && { lastUsedAt: last_used_at }),
  };
}
