import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The memory that the processes which this one has started take together. */
export interface MemoryWatch {
  /** Most bytes at once since the watch began; `undefined` if the system does not tell. */
  readPeak(): number | undefined;
  stop(): void;
}

const EVERY_MS = 150;

/**
 * Adds up what the kernel counts for all processes below this one, several times a second. Linux
 * only.
 */
export function watchMemory(): MemoryWatch {
  let peak: number | undefined;
  const sample = async () => {
    const bytes = await measureMemory().catch(() => undefined);
    if (bytes !== undefined) peak = Math.max(peak ?? 0, bytes);
  };
  const timer = existsSync('/proc/self/statm')
    ? setInterval(() => void sample(), EVERY_MS)
    : undefined;
  timer?.unref();
  return { readPeak: () => peak, stop: () => clearInterval(timer) };
}

/** Their current memory, in bytes. Throws if there is no /proc. */
export function measureMemory(): Promise<number> {
  return readTreeMemory(process.pid);
}

/** Proportional set size of all processes below `root`: pages that several share count once. */
async function readTreeMemory(root: number): Promise<number> {
  const children = await readChildren(root);
  const sizes = await Promise.all(
    children.map(async (pid) => (await readPss(pid)) + (await readTreeMemory(pid))),
  );
  return sizes.reduce((sum, bytes) => sum + bytes, 0);
}

async function readChildren(pid: number): Promise<number[]> {
  const text = await readFile(
    join('/proc', String(pid), 'task', String(pid), 'children'),
    'utf8',
  ).catch(() => '');
  return text.split(' ').filter(Boolean).map(Number);
}

async function readPss(pid: number): Promise<number> {
  const text = await readFile(join('/proc', String(pid), 'smaps_rollup'), 'utf8').catch(() => '');
  return Number(/^Pss:\s+(\d+) kB/m.exec(text)?.[1] ?? 0) * 1024;
}
