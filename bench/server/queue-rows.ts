import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { SleepSettings } from '../../server/jobs/sleeping-worker.fixture.ts';
import type { BenchRow } from '../bench.ts';
import { openQueue, QUEUES, type QueueKind } from './open-queue.ts';

const WORKERS = [1, 2, 3, 4];
const JOBS_EACH = 40;
const SLEEP_MS = 100;
const LEASE_MS = 15_000;

const SCRIPT = fileURLToPath(
  new URL('../../server/jobs/sleeping-worker.fixture.ts', import.meta.url),
);

/** Jobs that only sleep, done by one to four worker processes. */
export async function measureQueues(): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const kind of QUEUES) {
    let single = Number.NaN;
    for (const count of WORKERS) {
      const perSecond = await measureThroughput(kind, count);
      if (count === 1) single = perSecond;
      rows.push({
        what: `${kind}, jobs of ${SLEEP_MS} ms by ${count === 1 ? 'one worker' : `${count} workers`}`,
        ours: perSecond,
        peer: count === 1 ? 1000 / SLEEP_MS : count * single,
        peerName: count === 1 ? 'the sleep alone' : `${count} times one worker`,
        unit: 'jobs/s',
      });
    }
  }
  return rows;
}

async function measureThroughput(kind: QueueKind, count: number): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'triptych-bench-'));
  const { store, address, close } = await openQueue(kind, folder);
  const workers: ChildProcess[] = [];
  try {
    let ended = 0;
    let finish = () => {};
    const jobs = count * JOBS_EACH;
    const all = new Promise<void>((resolve) => (finish = resolve));
    const settings = { queue: address, folder, leaseMs: LEASE_MS, sleepMs: SLEEP_MS };
    await Promise.all(
      Array.from({ length: count }, () =>
        startWorker({ ...settings, role: 'worker' }, workers, () => {
          if (++ended === jobs) finish();
        }),
      ),
    );
    const begin = performance.now();
    await store.put(
      ...Array.from({ length: jobs }, (_, order) => ({ id: `job-${order}`, order, request: {} })),
    );
    await all;
    return (jobs * 1000) / (performance.now() - begin);
  } finally {
    await Promise.all(workers.map(kill));
    await close();
    await rm(folder, { recursive: true });
  }
}

/** Resolves once it takes jobs. */
function startWorker(
  settings: SleepSettings,
  workers: ChildProcess[],
  onJobEnd: () => void,
): Promise<void> {
  const child = spawn(process.execPath, ['--import', 'tsx', SCRIPT, JSON.stringify(settings)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  workers.push(child);
  return new Promise((ready, fail) => {
    child.on('exit', () => fail(new Error('A worker ended before its time.')));
    createInterface(child.stdout).on('line', (line) => {
      if (line === 'ready') ready();
      if (line.startsWith('ended ')) onJobEnd();
    });
  });
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}
