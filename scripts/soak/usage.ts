import { readdir, readFile } from 'node:fs/promises';
import type { CDPSession, Page } from 'playwright';
import { measureMemory } from '../process-memory.ts';

/** What the studio takes at one moment, after the garbage was collected. */
export interface Usage {
  /** Bytes of JavaScript in the page. */
  heapBytes: number;
  /** DOM nodes in the page and detached from it. */
  nodes: number;
  /** Event listeners in the page. */
  listeners: number;
  /** Dedicated workers of the page. */
  workers: number;
  /** Open files and sockets of the server's process; 0 where there is no /proc. */
  serverHandles: number;
  /** Resident memory of the server's process. */
  serverBytes: number;
  /** Proportional memory of the browser's processes and the server's together. */
  processBytes: number;
}

/** What each of them may grow by from the start to the end, however long the run: no leak fits. */
export const BOUNDS: Usage = {
  heapBytes: 12e6,
  nodes: 300,
  listeners: 30,
  workers: 1,
  serverHandles: 10,
  serverBytes: 96e6,
  processBytes: 400e6,
};

/** Reads the usage of a page and of the server's process. */
export async function readUsage(
  page: Page,
  session: CDPSession,
  serverPid: number,
): Promise<Usage> {
  // Twice: finalisers and weak references let go of more between the two.
  for (let count = 0; count < 2; count++) {
    await session.send('HeapProfiler.collectGarbage');
    await page.evaluate(() => new Promise((done) => requestIdleCallback(done)));
  }
  const { metrics } = await session.send('Performance.getMetrics');
  const metric = (name: string) => metrics.find((each) => each.name === name)?.value ?? Number.NaN;
  return {
    heapBytes: metric('JSHeapUsedSize'),
    nodes: metric('Nodes'),
    listeners: metric('JSEventListeners'),
    workers: page.workers().length,
    serverHandles: await countHandles(serverPid),
    serverBytes: await readResidentBytes(serverPid),
    processBytes: await measureMemory().catch(() => 0),
  };
}

const countHandles = (pid: number) =>
  readdir(`/proc/${pid}/fd`).then(
    ({ length }) => length,
    () => 0,
  );

async function readResidentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024;
}

/** Sentences on what has grown beyond its bound; empty if nothing has. */
export function findGrowth(start: Usage, end: Usage, bounds: Usage = BOUNDS): string[] {
  return listKeys(bounds).flatMap((key) => {
    const grown = end[key] - start[key];
    // Also where one of them could not be read.
    if (grown <= bounds[key]) return [];
    return [`${key} grew by ${name(key, grown)}; the bound is ${name(key, bounds[key])}.`];
  });
}

/** A table of both, for the terminal. */
export function describeUsage(start: Usage, end: Usage): string {
  const rows = listKeys(start).map((key) =>
    [key, name(key, start[key]), name(key, end[key]), name(key, BOUNDS[key])].map(pad).join(''),
  );
  return [['', 'start', 'end', 'may grow by'].map(pad).join(''), ...rows].join('\n');
}

const listKeys = (usage: Usage) => Object.keys(usage) as (keyof Usage)[];
const name = (key: keyof Usage, value: number) =>
  key.endsWith('Bytes') ? `${(value / 1e6).toFixed(1)} MB` : String(value);
const pad = (text: string) => text.padEnd(16);
