import type { FileStore } from '../files/file-store.ts';
import type { JobWords } from '../search/job-words.ts';
import type { LeasedJobStore } from './leased-job-store.ts';

export interface TidyOptions {
  store: LeasedJobStore;
  results: FileStore;
  /** After which jobs that have ended are forgotten. */
  keepDays: number;
  /** Of all results together, beyond which the oldest go. */
  maxBytes: number;
  /** By which jobs are found that were forgotten now. Default: by none. */
  words?: Pick<JobWords, 'tidy'> | undefined;
  log(sentence: string): void;
  now?(): number;
}

/** Sees to it that results go some time, and that none stays which nobody can find. */
export interface ResultTidier {
  /** Never rejects: what could not be removed is removed another time. */
  tidy(): Promise<void>;
  /** So many bytes were written: tidies where they may be too much. */
  count(bytes: number): void;
  /** No more; what is left is removed after the next start. */
  stop(): void;
}

const HOUR_MS = 3_600_000;

/** After which a result that was begun will not be recorded any more: its worker has ended. */
const LOOSE_FOR_MS = 6 * HOUR_MS;

/** The part of the limit that may be written before it is looked at again. */
const LOOK_AFTER = 1 / 32;

/** Tidies now and every hour. */
export function createResultTidier(options: TidyOptions): ResultTidier {
  let last: Promise<void> = Promise.resolve();
  let written = 0;
  const ending = new AbortController();
  const tidy = () => {
    written = 0;
    return (last = last.then(() => tidyOnce(options, ending.signal)));
  };
  void tidy();
  const timer = setInterval(() => void tidy(), HOUR_MS);
  timer.unref();
  return {
    tidy,
    count(bytes) {
      written += bytes;
      if (written > options.maxBytes * LOOK_AFTER) void tidy();
    },
    stop() {
      clearInterval(timer);
      ending.abort();
    },
  };
}

/** Records first: a file without one is found again, and a record without its file would be a lie. */
async function tidyOnce(options: TidyOptions, ending: AbortSignal): Promise<void> {
  const { store, results, keepDays, maxBytes, log, now = Date.now } = options;
  try {
    if (ending.aborted) return;
    await store.forgetEnded(now() - keepDays * 24 * HOUR_MS);
    await store.forgetBeyond(maxBytes);
    options.words?.tidy();
    for (const name of await store.looseResults(now() - LOOSE_FOR_MS)) {
      if (ending.aborted) return;
      await results.remove(name);
      await store.dropResults([name]);
    }
  } catch (thrown) {
    if (!ending.aborted)
      log(`Old jobs could not be removed: ${thrown instanceof Error ? thrown.message : thrown}`);
  }
}
