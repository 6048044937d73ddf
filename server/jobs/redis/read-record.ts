import type { Job, Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import type { RecordedFailure } from '../../../src/api/http/recorded-error.ts';
import type { JobProgress, JobStatus } from '../../../src/api/jobs/job-desk.ts';
import { describeLostJob, type JobRecord } from '../leased-job-store.ts';
import type { RedisEvents } from './redis-events.ts';
import type { JobData } from './redis-requests.ts';
import { parseReturned } from './returned-result.ts';

interface RecordParts {
  job: Job<JobData>;
  client: Redis;
  queue: Queue<JobData>;
  events: RedisEvents;
}

/** A job that BullMQ knows, as its owner sees it. Absent if it went away meanwhile. */
export async function readRecord(parts: RecordParts): Promise<JobRecord | undefined> {
  const { job, events } = parts;
  const state = await job.getState();
  if (state === 'unknown') return undefined;
  const id = job.id ?? '';
  const status = toStatus(state);
  const position = status === 'queued' ? await readPosition(parts) : undefined;
  const progress = readProgress(job);
  const preview = progress && status === 'processing' ? await events.readPreview(id) : undefined;
  return {
    ...{ jobId: id, kind: job.data.kind, status, attempts: job.attemptsStarted },
    ...(position !== undefined && { position }),
    ...(progress && { progress: { ...progress, ...(preview && { preview }) } }),
    ...(status === 'failed' && { error: readFailure(job) }),
    createdAt: toIso(job.timestamp),
    ...(job.processedOn !== undefined && { startedAt: toIso(job.processedOn) }),
    ...(job.finishedOn !== undefined && { endedAt: toIso(job.finishedOn) }),
    ...(status === 'completed' && { result: parseReturned(job.returnvalue).name }),
  };
}

/** Whether a job in this state has a place in the queue. */
export function isWaiting(state: string): boolean {
  return state === 'waiting' || state === 'prioritized' || state === 'delayed';
}

function toStatus(state: string): JobStatus {
  if (state === 'completed' || state === 'failed') return state;
  return state === 'active' ? 'processing' : 'queued';
}

/** Jobs that were given back are in a list of their own, from whose end they are taken first. */
async function readPosition({ job, client, queue }: RecordParts): Promise<number | undefined> {
  const id = job.id ?? '';
  const before = await client.llen(queue.toKey('wait'));
  const rank = await client.zrank(queue.toKey('prioritized'), id);
  if (rank !== null) return before + rank + 1;
  const at = await client.lpos(queue.toKey('wait'), id);
  return at === null ? undefined : before - at;
}

/** BullMQ says 0 where nothing was reported. */
function readProgress({ progress }: Job<JobData>): JobProgress | undefined {
  return typeof progress === 'object' ? (progress as JobProgress) : undefined;
}

function readFailure({ failedReason, attemptsStarted }: Job<JobData>): RecordedFailure {
  try {
    return JSON.parse(failedReason) as RecordedFailure;
  } catch {
    // BullMQ's own words, where no worker of ours could write any.
    return describeLostJob(attemptsStarted);
  }
}

function toIso(time: number): string {
  return new Date(time).toISOString();
}
