import type { Remote } from 'comlink';
import { EngineError, throwIfAborted } from '../engine/errors.ts';
import { checkLength, type FileBudget } from '../engine/files/file-budget.ts';
import type { FileEvent } from '../engine/files/file-event.ts';
import type { FileReaderWorker } from '../../workers/file-reader.worker.ts';
import { connectWorker } from './worker-connection.ts';

export interface FileJobOptions {
  budget: FileBudget;
  onProgress?(progress: { done: number; total: number }): void;
  signal?: AbortSignal | undefined;
}

/** Names a job of the worker and passes the file on: `(jobs) => jobs.readDocument(file)`. */
type FileJob<T, R> = (jobs: Remote<T>) => Promise<AsyncIterable<FileEvent<R>>>;

/**
 * Reads a file off the page's thread, in a worker of its own that ends with the job. A parser that
 * hangs cannot hear a signal, so the worker is ended when the time is up or the signal fires.
 * Throws `limit_exceeded` with a sentence that names the limit, `aborted`, and what the job throws.
 */
export function readInWorker<R>(
  file: Blob,
  job: FileJob<FileReaderWorker, R>,
  options: FileJobOptions,
): Promise<R> {
  return runFileJob(startWorker, file, job, options);
}

const startWorker = (name: string) =>
  new Worker(new URL('../../workers/file-reader.worker.ts', import.meta.url), {
    type: 'module',
    name,
  });

/** The same with jobs of another worker, which `create` starts under the given name. */
export async function runFileJob<T, R>(
  create: (name: string) => Worker,
  file: Blob,
  job: FileJob<T, R>,
  { budget, onProgress, signal }: FileJobOptions,
): Promise<R> {
  checkLength(file, budget);
  throwIfAborted(signal);
  const worker = connectWorker<T>({ create });
  let reason: EngineError | undefined;
  const end = (why: EngineError) => {
    reason ??= why;
    worker.end();
  };
  const stop = () => end(new EngineError('aborted', 'Stopped before the file was read.'));
  const timer = setTimeout(() => end(exceedTime(budget)), budget.timeLimitMs);
  signal?.addEventListener('abort', stop, { once: true });
  try {
    return await collectResult(worker.iterate(job), onProgress);
  } catch (thrown) {
    throw reason ?? explainCrash(EngineError.from(thrown));
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
    worker.end();
  }
}

async function collectResult<R>(
  events: AsyncIterable<FileEvent<R>>,
  onProgress: FileJobOptions['onProgress'],
): Promise<R> {
  for await (const event of events) {
    if (event.type === 'file-end') return event.result;
    onProgress?.({ done: event.done, total: event.total });
  }
  throw new EngineError('internal', 'The job ended without a result.');
}

function exceedTime({ timeLimitMs }: FileBudget): EngineError {
  const seconds = Math.round(timeLimitMs / 1000);
  return new EngineError(
    'limit_exceeded',
    `This file takes longer than ${seconds} seconds to read, so it was stopped.`,
    {
      details: { timeLimitMs },
    },
  );
}

/** A worker that is gone, or out of memory, has met a file that is too much for this device. */
function explainCrash(error: EngineError): EngineError {
  if (error.code !== 'engine_crashed' && error.code !== 'out_of_memory') return error;
  return new EngineError(
    'limit_exceeded',
    'This file needs more memory than the browser gives this page.',
    {
      cause: error,
    },
  );
}
