import { readFile } from 'node:fs/promises';
import { freemem, totalmem } from 'node:os';
import { join } from 'node:path';
import { CPU_DEVICE, type DeviceMemory } from './device-memory.ts';

/** A file's text; empty where it cannot be read. */
type ReadText = (path: string) => Promise<string>;

const readText: ReadText = (path) => readFile(path, 'utf8').catch(() => '');

const CGROUPS = '/sys/fs/cgroup';

/**
 * The machine's memory, or as much of it as this process may have: on Linux a control group (v2; a
 * container, or a unit of systemd) may set a limit.
 */
export async function readCpuMemory(
  read: ReadText = readText,
  machine = { totalBytes: totalmem(), freeBytes: freemem() },
): Promise<DeviceMemory> {
  const { totalBytes, freeBytes } = machine;
  const limits = await readLimits(read);
  return {
    ...{ id: CPU_DEVICE, kind: 'cpu', name: 'Memory' },
    totalBytes: Math.min(totalBytes, ...limits.map((limit) => limit.totalBytes)),
    freeBytes: Math.max(0, Math.min(freeBytes, ...limits.map((limit) => limit.freeBytes))),
  };
}

type Limit = Pick<DeviceMemory, 'totalBytes' | 'freeBytes'>;

/** Of this process's group and of all those around it. */
async function readLimits(read: ReadText): Promise<Limit[]> {
  const path = /^0::(.*)$/m.exec(await read('/proc/self/cgroup'))?.[1];
  if (path === undefined) return [];
  const names = path.split('/').filter(Boolean);
  const groups = Array.from({ length: names.length + 1 }, (_, depth) =>
    join(CGROUPS, ...names.slice(0, depth)),
  );
  const limits = await Promise.all(groups.map((group) => readLimit(group, read)));
  return limits.filter((limit) => limit !== undefined);
}

async function readLimit(group: string, read: ReadText): Promise<Limit | undefined> {
  const totalBytes = readNumber(/^(\d+)$/m, await read(join(group, 'memory.max')));
  const used = readNumber(/^(\d+)$/m, await read(join(group, 'memory.current')));
  if (totalBytes === undefined || used === undefined) return undefined;
  // Files that were read and are not in use any more are given back when memory is wanted.
  const stat = await read(join(group, 'memory.stat'));
  const given = readNumber(/^inactive_file (\d+)$/m, stat) ?? 0;
  return { totalBytes, freeBytes: totalBytes - used + given };
}

function readNumber(pattern: RegExp, text: string): number | undefined {
  const found = pattern.exec(text)?.[1];
  return found === undefined ? undefined : Number(found);
}
