import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createDiskFiles } from '../../server/files/disk-files.ts';
import type { LeasedJobStore } from '../../server/jobs/leased-job-store.ts';
import { startWorkers } from '../../server/jobs/run-jobs.ts';
import { createStoredJobDesk } from '../../server/jobs/stored-job-desk.ts';
import type { JobDesk } from '../../src/api/jobs/job-desk.ts';
import type { BenchRow } from '../bench.ts';
import { openQueue, QUEUES, type QueueKind } from '../server/open-queue.ts';

export const JOBS = 10_000;
const ASKED_AT_ONCE = 50;
const WORKERS = 4;
/** Jobs after which memory is measured, and compared with that at the end. */
const EARLY = 2000;
const WITHIN_MS = 600_000;

/** Throws if a job is lost, fails, or is done twice. */
export async function measureJobs(): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const kind of QUEUES) {
    process.stderr.write(`${JOBS} jobs, ${kind}\n`);
    rows.push(...(await measureQueue(kind)));
  }
  return rows;
}

async function measureQueue(kind: QueueKind): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'triptych-bench-'));
  const { store, close } = await openQueue(kind, folder);
  const results = createDiskFiles(join(folder, 'files'));
  try {
    const desk = createStoredJobDesk({ store, results, maxWaiting: JOBS });
    const askedPerSecond = await timeEach(() => askForJobs(desk));
    let early = Number.NaN;
    let begun = 0;
    const workers = startWorkers({
      ...{ store, results, count: WORKERS, log: (text) => process.stderr.write(`${text}\n`) },
      async runJob({ request }, report) {
        if (++begun === EARLY) early = measureMemory();
        report({ stage: 'work', step: 1, of: 1 });
        return { request };
      },
    });
    const donePerSecond = await timeEach(() => waitForAll(store)).finally(workers.stop);
    if (begun > JOBS) throw new Error(`${begun - JOBS} jobs were begun twice.`);
    return writeRows(kind, { askedPerSecond, donePerSecond, early, late: measureMemory() });
  } finally {
    await close();
    await rm(folder, { recursive: true });
  }
}

function writeRows(
  kind: QueueKind,
  {
    askedPerSecond,
    donePerSecond,
    early,
    late,
  }: Record<'askedPerSecond' | 'donePerSecond' | 'early' | 'late', number>,
): BenchRow[] {
  const what = `${JOBS.toLocaleString('en')} jobs, ${kind}`;
  return [
    {
      what: `${what}: done`,
      ...{ ours: donePerSecond, peer: askedPerSecond, unit: 'jobs/s' },
      peerName: 'asked for and stored',
    },
    {
      what: `${what}: memory at the end`,
      ...{ ours: late / 1e6, peer: early / 1e6, unit: 'MB' },
      peerName: `Triptych after ${EARLY.toLocaleString('en')}`,
    },
  ];
}

async function timeEach(work: () => Promise<void>): Promise<number> {
  const begin = performance.now();
  await work();
  return (JOBS * 1000) / (performance.now() - begin);
}

async function askForJobs(desk: JobDesk): Promise<void> {
  let next = 0;
  async function askInTurn(): Promise<void> {
    while (next < JOBS) await desk.submit({ kind: 'nothing', request: { number: next++ } });
  }
  await Promise.all(Array.from({ length: ASKED_AT_ONCE }, askInTurn));
}

async function waitForAll(store: LeasedJobStore): Promise<void> {
  const deadline = performance.now() + WITHIN_MS;
  for (;;) {
    const { completed, failed } = await store.count();
    if (failed > 0) throw new Error(`${failed} jobs failed.`);
    if (completed === JOBS) return;
    if (performance.now() > deadline) throw new Error(`Only ${completed} jobs were done in time.`);
    await pause(200);
  }
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Bytes that this process uses once its garbage is collected. */
function measureMemory(): number {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
