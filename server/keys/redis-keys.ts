import { setTimeout as pause } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import { connectRedis, createQuietLog } from '../jobs/redis/connect-redis.ts';
import { limitSchema, scopesSchema } from '../../src/api/admin/key-schema.ts';
import { DEFAULT_SCOPES } from '../../src/engine/companion/access-key.ts';
import { isKeyOf, makeKey, readKeyId } from './key-secret.ts';
import { USE_WITHIN_MS, type KeyRecord, type SharedKeyRing } from './keys.ts';

interface RedisKeysOptions {
  /** Of all names. Default `triptych`. */
  prefix?: string;
  /** How often it is asked whether there are other keys. Default 2 s. */
  refreshMs?: number;
  log(sentence: string): void;
  now?(): number;
}

const storedSchema = z.object({
  ...{ id: z.string(), name: z.string(), hash: z.string() },
  scopes: scopesSchema,
  limits: z.array(limitSchema),
  createdAt: z.number(),
  expiresAt: z.number().optional(),
  revokedAt: z.number().optional(),
});
type StoredKey = z.output<typeof storedSchema>;

/** That a start waits for Redis. */
const LOAD_WITHIN_MS = 5000;
const LOAD_AGAIN_MS = 200;

/**
 * Keys that all servers share which have their jobs in one Redis. Each server keeps a copy, so that a
 * request waits for nothing, and a Redis that is away locks nobody out: what is made or revoked
 * elsewhere counts here within `refreshMs`, and while Redis is away, once it is back.
 */
export async function openRedisKeys(
  url: string,
  { prefix = 'triptych', refreshMs = 2000, log, now = Date.now }: RedisKeysOptions,
): Promise<SharedKeyRing> {
  const client = connectRedis(url, { maxRetriesPerRequest: 1 }, createQuietLog(log));
  const copy = createCopy(client, prefix);
  const toRecord = (key: StoredKey) => describeKey(key, copy.lastUseOf(key.id));
  const isUsable = ({ expiresAt = Infinity, revokedAt }: StoredKey) =>
    revokedAt === undefined && expiresAt > now();
  await loadFirst(copy, log);
  const timer = setInterval(() => void copy.refresh().catch(() => undefined), refreshMs);
  timer.unref();
  return {
    async create(name, { expiresAt, scopes = DEFAULT_SCOPES, limits = [] } = {}) {
      const { key, id, hash } = makeKey();
      const stored: StoredKey = {
        ...{ id, name, hash, scopes: [...scopes], limits: [...limits], createdAt: now() },
        ...(expiresAt !== undefined && { expiresAt }),
      };
      await reach(copy.put(stored));
      return key;
    },
    async list() {
      await reach(Promise.all([copy.refresh(), copy.readUses()]));
      return copy
        .all()
        .map(toRecord)
        .sort((a, b) => a.createdAt - b.createdAt);
    },
    async revoke(idOrName) {
      await reach(copy.refresh());
      const meant = copy
        .all()
        .filter(
          ({ id, name, revokedAt }) => [id, name].includes(idOrName) && revokedAt === undefined,
        );
      for (const key of meant) await reach(copy.put({ ...key, revokedAt: now() }));
      return meant.length;
    },
    find(key) {
      const found = copy.find(readKeyId(key));
      return found && isUsable(found) && isKeyOf(key, found.hash) ? toRecord(found) : undefined;
    },
    noteUse({ id, lastUsedAt = 0 }) {
      if (now() - lastUsedAt >= USE_WITHIN_MS) copy.noteUse(id, now());
    },
    hasUsable: () => !copy.isLoaded || copy.all().some(isUsable),
    async close() {
      clearInterval(timer);
      client.disconnect();
    },
  };
}

/** All keys in this process, as they were when they last changed. */
function createCopy(client: Redis, prefix: string) {
  const place = `${prefix}:keys`;
  /** Counts the changes, so that keys are read again only then. */
  const version = `${prefix}:keys-version`;
  const uses = `${prefix}:keys-used`;
  let lastUses = new Map<string, number>();
  let seen: string | null | undefined;
  let keys = new Map<string, StoredKey>();

  async function refresh(): Promise<void> {
    const current = await client.get(version);
    if (current === seen) return;
    const stored = Object.values(await client.hgetall(place));
    keys = new Map(stored.flatMap(parseStored).map((key) => [key.id, key]));
    seen = current;
  }
  return {
    refresh,
    async put(key: StoredKey) {
      await client.multi().hset(place, key.id, JSON.stringify(key)).incr(version).exec();
      await refresh();
    },
    /** Those of other servers, too. */
    async readUses() {
      const stored = await client.hgetall(uses);
      lastUses = new Map(Object.entries(stored).map(([id, time]) => [id, Number(time)]));
    },
    noteUse(id: string, time: number) {
      if (!keys.has(id)) return;
      lastUses.set(id, time);
      void client.hset(uses, id, time).catch(() => undefined);
    },
    lastUseOf: (id: string) => lastUses.get(id),
    all: () => [...keys.values()],
    find: (id: string | undefined) => (id === undefined ? undefined : keys.get(id)),
    get isLoaded() {
      return seen !== undefined;
    },
  };
}

async function loadFirst(
  copy: ReturnType<typeof createCopy>,
  log: RedisKeysOptions['log'],
): Promise<void> {
  const deadline = performance.now() + LOAD_WITHIN_MS;
  for (;;) {
    await copy.refresh().catch(() => undefined);
    if (copy.isLoaded) return;
    if (performance.now() > deadline) break;
    await pause(LOAD_AGAIN_MS);
  }
  log('The keys in Redis are not known yet: until it answers, they are refused.');
}

/** Nothing of one that a newer server has made for what is not known here. */
function parseStored(text: string): StoredKey[] {
  const { data } = storedSchema.safeParse(JSON.parse(text));
  return data ? [data] : [];
}

async function reach<R>(asked: Promise<R>): Promise<R> {
  return asked.catch((cause: unknown) => {
    throw new Error('Redis, which has the keys, cannot be reached. Try again in a moment.', {
      cause,
    });
  });
}

function describeKey(
  { hash: _, expiresAt, revokedAt, ...rest }: StoredKey,
  lastUsedAt: number | undefined,
): KeyRecord {
  return {
    ...rest,
    ...(lastUsedAt !== undefined && { lastUsedAt }),
    ...(expiresAt !== undefined && { expiresAt }),
    ...(revokedAt !== undefined && { revokedAt }),
  };
}
