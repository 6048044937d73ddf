import { ApiError } from '../http/api-error.ts';
import { RecordedError, type RecordedFailure } from '../http/recorded-error.ts';
import type { JobEvent, JobProgress, JobStatus, JobView } from './job-desk.ts';

/** Events that are kept for those who come back. */
const MAX_EVENTS = 200;

type NewEvent = JobEvent extends infer Event
  ? Event extends JobEvent
    ? Omit<Event, 'id'>
    : never
  : never;

/** A job in memory. */
export interface HeldJob {
  readonly id: string;
  readonly kind: string;
  readonly request: object;
  readonly priority: number;
  readonly status: JobStatus;
  /** Bytes of its result, about. */
  readonly resultBytes: number;
  view(position?: number): JobView;
  /** Begins; returns the signal that fires when it is cancelled. */
  start(): AbortSignal;
  report(progress: JobProgress): void;
  complete(result: object): void;
  fail(failure: RecordedFailure): void;
  /** Does nothing once it has ended. */
  cancel(): void;
  readResult(): object;
  watch(after: number, signal: AbortSignal): AsyncGenerator<JobEvent>;
}

export function holdJob(kind: string, request: object, priority: number): HeldJob {
  const id = crypto.randomUUID();
  const stop = new AbortController();
  const view: JobView = {
    ...{ jobId: id, kind, status: 'queued', createdAt: now(), attempts: 0 },
  };
  const news = createNews();
  let result: object = {};
  let resultBytes = 0;
  const hasEnded = () => view.status !== 'queued' && view.status !== 'processing';
  function end(status: JobStatus, event: NewEvent): void {
    if (hasEnded()) return;
    Object.assign(view, { status, endedAt: now() });
    if (view.progress) delete view.progress.preview;
    news.tell(event);
  }
  return {
    ...{ id, kind, request, priority },
    get status() {
      return view.status;
    },
    get resultBytes() {
      return resultBytes;
    },
    view: (position) => ({ ...view, ...(position !== undefined && { position }) }),
    start() {
      Object.assign(view, { status: 'processing', startedAt: now(), attempts: view.attempts + 1 });
      return stop.signal;
    },
    report(progress) {
      if (hasEnded()) return;
      view.progress = { ...view.progress, ...progress };
      const { preview, ...data } = progress;
      news.tell({ type: 'progress', data });
      if (preview) news.tell({ type: 'preview', data: { stage: data.stage, preview } });
    },
    complete(made) {
      result = made;
      resultBytes = JSON.stringify(made).length;
      end('completed', { type: 'completed', data: { jobId: id, status: 'completed' } });
    },
    fail(failure) {
      if (!hasEnded()) view.error = failure;
      end('failed', { type: 'failed', data: failure });
    },
    cancel() {
      end('cancelled', { type: 'cancelled', data: { jobId: id, status: 'cancelled' } });
      stop.abort();
    },
    readResult() {
      if (view.status === 'completed') return result;
      if (view.error) throw new RecordedError(view.error);
      if (view.status === 'cancelled') throw new ApiError('job_cancelled', 'It was cancelled.');
      throw new ApiError('result_not_ready', `The job is ${view.status}. Ask again later.`);
    },
    watch: (after, signal) => news.watch(after, hasEnded, signal),
  };
}

/** Events with their numbers, for those who listen now and those who come later. */
function createNews() {
  let kept: JobEvent[] = [];
  let last = 0;
  const waiting = new Set<() => void>();
  const wake = () => {
    const woken = [...waiting];
    waiting.clear();
    for (const go of woken) go();
  };
  return {
    tell(event: NewEvent): void {
      // Of previews, only the newest says anything.
      if (event.type === 'preview') kept = kept.filter(({ type }) => type !== 'preview');
      kept = [...kept, { ...event, id: ++last } as JobEvent].slice(-MAX_EVENTS);
      wake();
    },
    async *watch(
      after: number,
      hasEnded: () => boolean,
      signal: AbortSignal,
    ): AsyncGenerator<JobEvent> {
      signal.addEventListener('abort', wake, { once: true });
      try {
        for (let seen = after; !signal.aborted;) {
          const next = kept.find(({ id }) => id > seen);
          if (next) {
            seen = next.id;
            yield next;
          } else if (hasEnded()) return;
          else await new Promise<void>((go) => waiting.add(go));
        }
      } finally {
        signal.removeEventListener('abort', wake);
      }
    },
  };
}

function now(): string {
  return new Date().toISOString();
}
