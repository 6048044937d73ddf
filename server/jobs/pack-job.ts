import { deserialize, serialize } from 'node:v8';
import type { QueuedJob, StoredJob } from '../../src/engine/studio/job-store.ts';

/** How a Blob lies in packed bytes: v8 knows every other kind of value that may be cloned. */
interface PackedBlob {
  $blob: Uint8Array;
  type: string;
}

/** A copy of a job, and all of it as bytes. */
export interface PackedJob {
  job: QueuedJob;
  bytes: Buffer;
}

/** Rejects where a job holds what cannot be stored, such as a function. */
export function packJobs(jobs: readonly QueuedJob[]): Promise<PackedJob[]> {
  return Promise.all(jobs.map(async (job) => ({ job: { ...job }, bytes: await packJob(job) })));
}

async function packJob(job: QueuedJob): Promise<Buffer> {
  // A copy before the first await: the object may change meanwhile.
  const copy = structuredClone(job);
  return serialize(await mapValue(copy, packBlob));
}

/** What its owner calls it; empty where nobody said. */
export function kindOf(job: QueuedJob): string {
  return 'kind' in job ? String(job.kind) : '';
}

export async function unpackJob(packed: Uint8Array): Promise<StoredJob> {
  return (await mapValue(deserialize(packed), unpackBlob)) as StoredJob;
}

async function packBlob(value: object): Promise<object | undefined> {
  if (!(value instanceof Blob)) return undefined;
  return { $blob: new Uint8Array(await value.arrayBuffer()), type: value.type };
}

async function unpackBlob(value: object): Promise<object | undefined> {
  if (!('$blob' in value)) return undefined;
  const { $blob, type } = value as PackedBlob;
  return new Blob([new Uint8Array($blob)], { type });
}

type Change = (value: object) => Promise<object | undefined>;

/** Goes through lists and plain objects, and leaves all else as it is. */
async function mapValue(value: unknown, change: Change): Promise<unknown> {
  if (typeof value !== 'object' || value === null) return value;
  const changed = await change(value);
  if (changed) return changed;
  if (Array.isArray(value)) return Promise.all(value.map((item) => mapValue(item, change)));
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  const entries = Object.entries(value).map(
    async ([key, item]) => [key, await mapValue(item, change)] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}
