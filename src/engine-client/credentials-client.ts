import type { CredentialsWorker } from '../../workers/credentials.worker.ts';
import type { SignRequest } from '../engine/credentials/credentials-engine.ts';
import type { CredentialsReport } from '../engine/credentials/credentials-report.ts';
import { throwIfAborted, whenAborted } from '../engine/errors.ts';
import { runFileJob } from './file-reader.ts';
import { connectWorker } from './worker-connection.ts';

/** Content Credentials in workers that start when they are needed. */
export interface CredentialsClient {
  /** As `CredentialsEngine.sign`; answers a cancel at once. */
  sign(request: SignRequest, signal: AbortSignal): Promise<Blob>;
  /**
   * As `CredentialsEngine.read`; `onFound` is called before what a file has is read, which may take
   * seconds for the first one. Throws `download_failed`, `limit_exceeded`, `not_supported`,
   * `aborted`.
   */
  read(file: Blob, signal: AbortSignal, onFound?: () => void): Promise<CredentialsReport>;
  /** Ends the worker that signs and frees its memory. */
  unload(): void;
}

/** Larger files are shown as pictures, but not read for their credentials. */
const BUDGET = { timeLimitMs: 60_000, mostBytes: 256e6 };

export function createCredentialsClient(): CredentialsClient {
  const worker = connectWorker<CredentialsWorker>({ create: startWorker });
  return {
    async sign(request, signal) {
      throwIfAborted(signal);
      // What was begun ends unheard: the worker is as good for the next picture.
      return Promise.race([
        worker.call((engine, own) => engine.sign(request, own), signal),
        whenAborted(signal),
      ]);
    },
    // Files from outside are read in a worker of their own, which ends with the job.
    read: (file, signal, onFound) =>
      runFileJob<CredentialsWorker, CredentialsReport>(
        startWorker,
        file,
        (jobs) => jobs.read(file),
        { budget: BUDGET, signal, ...(onFound ? { onProgress: onFound } : {}) },
      ),
    unload: worker.end,
  };
}

function startWorker(name: string): Worker {
  return new Worker(new URL('../../workers/credentials.worker.ts', import.meta.url), {
    type: 'module',
    name,
  });
}
