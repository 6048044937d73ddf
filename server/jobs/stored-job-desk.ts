import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { ApiError } from '../../src/api/http/api-error.ts';
import { RecordedError } from '../../src/api/http/recorded-error.ts';
import type { JobDesk, JobEvent, JobView } from '../../src/api/jobs/job-desk.ts';
import { EngineError } from '../../src/engine/errors.ts';
import { currentRequestId } from '../log/request-id.ts';
import { currentSpan } from '../traces/current-span.ts';
import type { TraceHeaders } from '../traces/span.ts';
import type { FileStore } from '../files/file-store.ts';
import type { JobWords } from '../search/job-words.ts';
import type { JobRecord, LeasedJobStore } from './leased-job-store.ts';

interface DeskOptions {
  store: LeasedJobStore;
  results: FileStore;
  /** Jobs that may wait. */
  maxWaiting: number;
  /** Where its words are kept, to be found by. Default: nowhere. */
  words?: Pick<JobWords, 'add'> | undefined;
  /** Called when there is something to do. */
  onSubmit?(): void;
}

/** Of a job's last event: above all others, so that who comes back is told it whatever was forgotten. */
const LAST_EVENT = 1_000_000_000;

/** How often a job is looked at that runs in another process: soon, then less often. */
const FIRST_LOOK_MS = 30;
const LAST_LOOK_MS = 500;

/** A job's share of a minute's waiting, where nothing is known of how long jobs take. */
const GUESSED_SECONDS = 5;

/** Jobs that outlive this process, and may run in another one. */
export function createStoredJobDesk({
  store,
  results,
  maxWaiting,
  words,
  onSubmit,
}: DeskOptions): JobDesk {
  const nextPlace = createPlaces();
  async function find(jobId: string): Promise<JobRecord> {
    const record = await reach(store.find(jobId));
    if (record) return record;
    throw new ApiError('job_not_found', `There is no job ${jobId.slice(0, 64)} here.`);
  }
  return {
    async submit({ kind, request, priority = 0, keyId }) {
      const waiting = await reach(store.countWaiting());
      if (waiting >= maxWaiting)
        throw new ApiError('queue_full', `${waiting} jobs wait already. Try again later.`, {
          retryAfterSeconds: Math.min(600, GUESSED_SECONDS * waiting),
        });
      const id = randomUUID();
      const requestId = currentRequestId();
      const span = currentSpan();
      const job: Submitted = {
        ...{ id, order: nextPlace(), priority, kind, request },
        ...(requestId && { requestId }),
        ...(span && { trace: { ...span.headers, submittedAt: Date.now() } }),
      };
      await reach(store.put(job));
      words?.add(id, request, keyId);
      const view = toView(await find(id));
      onSubmit?.();
      return view;
    },
    list: async (query) => {
      if (query.after !== undefined) await find(query.after);
      return (await reach(store.page(query))).map(toView);
    },
    find: async (jobId) => toView(await find(jobId)),
    async readResult(jobId) {
      const { status, error, result } = await find(jobId);
      if (result !== undefined) return readJson(results, result);
      if (error) throw new RecordedError(error);
      if (status === 'cancelled') throw new ApiError('job_cancelled', 'It was cancelled.');
      throw new ApiError('result_not_ready', `The job is ${status}. Ask again later.`);
    },
    async *watch(jobId, after, signal) {
      await find(jobId);
      yield* watchRecord(store, jobId, after, signal);
    },
    async cancel(jobId) {
      await find(jobId);
      await reach(store.cancel(jobId));
      return toView(await find(jobId));
    },
  };
}

/** As it is put into the store, and as `runJobs` reads it. */
export interface Submitted {
  id: string;
  order: number;
  priority: number;
  kind: string;
  request: object;
  /** Of the request that asked for it, so that all logs name the same one. */
  requestId?: string;
  /** Where that request is in a trace, and since when the job waits, in milliseconds since 1970. */
  trace?: TraceHeaders & { submittedAt: number };
}

async function* watchRecord(
  store: LeasedJobStore,
  jobId: string,
  after: number,
  signal: AbortSignal,
): AsyncGenerator<JobEvent> {
  let seen = after;
  let waitMs = FIRST_LOOK_MS;
  while (!signal.aborted && seen < LAST_EVENT) {
    // The record first: what happens after it is read is told in the next round.
    const record = await reach(store.find(jobId));
    for (const event of await reach(store.events(jobId, seen))) {
      seen = event.id;
      waitMs = FIRST_LOOK_MS;
      yield event;
    }
    const last = record && describeEnd(record);
    if (last) yield last;
    if (!record || last) return;
    await pause(waitMs, undefined, { signal }).catch(() => undefined);
    waitMs = Math.min(LAST_LOOK_MS, waitMs * 1.5);
  }
}

function describeEnd({ jobId, status, error }: JobRecord): JobEvent | undefined {
  const id = LAST_EVENT;
  if (status === 'failed' && error) return { id, type: 'failed', data: error };
  if (status !== 'completed' && status !== 'cancelled') return undefined;
  return { id, type: status, data: { jobId, status } };
}

function toView({ result: _, ...view }: JobRecord): JobView {
  return view;
}

/** What a client can do is to come back: the queue is away, or the disk is full. */
async function reach<R>(asked: Promise<R>): Promise<R> {
  try {
    return await asked;
  } catch (cause) {
    throw new EngineError(
      'storage_unavailable',
      'The queue cannot be reached just now. Try again in a moment.',
      { cause },
    );
  }
}

async function readJson(results: FileStore, name: string): Promise<object> {
  const bytes = await results.get(name);
  if (bytes) return JSON.parse(new TextDecoder().decode(bytes)) as object;
  throw new EngineError(
    'storage_unavailable',
    'The result is not in the store of results any more. Send the request again.',
  );
}

/** Places in the order of the calls, also within a millisecond and when the clock is set back. */
function createPlaces(): () => number {
  let last = 0;
  return () => (last = Math.max(Date.now(), last + 1 / 1024));
}
