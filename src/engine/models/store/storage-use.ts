import { listFilesOfDownload, listFilesOfModel } from './needed-files.ts';
import type { Digest, PinnedFile } from '../manifest.ts';
import { countStoredBytes, type ChunkStore, type InstalledModel } from './weight-store.ts';

/** A model's share of the store. */
export interface ModelUse {
  /** All of its files. */
  sizeBytes: number;
  /** Those that no other model shares: what deleting it gives back. */
  ownBytes: number;
}

export interface WeightsUse {
  /** By model id. */
  models: Readonly<Record<string, ModelUse>>;
  /** Parts of downloads that have not ended. */
  unfinishedBytes: number;
  /** Everything, shared contents counted once. */
  totalBytes: number;
}

/** Counts what is stored, by model. Reads no weights. */
export async function measureWeights(store: ChunkStore): Promise<WeightsUse> {
  const [models, downloads, contents] = await Promise.all([
    store.listModels(),
    store.listDownloads(),
    store.listContents(),
  ]);
  const stored = new Map(contents.map((content) => [content.digest, countStoredBytes(content)]));
  const bytesOf = (digests: Iterable<Digest>) =>
    [...digests].reduce((sum, each) => sum + (stored.get(each) ?? 0), 0);
  const filesOf = new Map(
    models.map((model) => [model.manifest.id, digestsOf(listFilesOfModel(model))]),
  );
  const users = countUsers([
    ...filesOf.values(),
    ...downloads.map((each) => digestsOf(listFilesOfDownload(each))),
  ]);
  const installed = new Set([...filesOf.values()].flatMap((digests) => [...digests]));
  const uses = [...filesOf].map(([id, digests]) => {
    const own = [...digests].filter((digest) => users.get(digest) === 1);
    return [id, { sizeBytes: bytesOf(digests), ownBytes: bytesOf(own) }] as const;
  });
  return {
    models: Object.fromEntries(uses),
    unfinishedBytes: bytesOf([...stored.keys()].filter((digest) => !installed.has(digest))),
    totalBytes: bytesOf(stored.keys()),
  };
}

function digestsOf(files: readonly PinnedFile[]): Set<Digest> {
  return new Set(files.map(({ digest }) => digest));
}

function countUsers(sets: readonly ReadonlySet<Digest>[]): Map<Digest, number> {
  const users = new Map<Digest, number>();
  for (const set of sets) for (const digest of set) users.set(digest, (users.get(digest) ?? 0) + 1);
  return users;
}

/**
 * Which models to give up so that `neededBytes` more have room, the least recently used first and
 * no more than it takes; empty if all of them would not do. Built-in models stay: they are small,
 * and the first thing that a visitor meets.
 */
export function chooseEvictions(
  models: readonly InstalledModel[],
  use: WeightsUse,
  missingBytes: number,
  keepId: string,
): InstalledModel[] {
  const candidates = models
    .filter(({ manifest }) => manifest.origin !== 'built-in' && manifest.id !== keepId)
    .sort((a, b) => a.lastUsedAt - b.lastUsedAt);
  const chosen: InstalledModel[] = [];
  let freed = 0;
  for (const model of candidates) {
    if (freed >= missingBytes) break;
    freed += use.models[model.manifest.id]?.ownBytes ?? 0;
    chosen.push(model);
  }
  return freed >= missingBytes ? chosen : [];
}
