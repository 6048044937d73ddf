import { expect, it } from 'vitest';
import { readCpuMemory } from './cpu-memory.ts';

const MACHINE = { totalBytes: 64e9, freeBytes: 50e9 };

/** As Linux has them. */
const readFrom = (files: Record<string, string>) => async (path: string) => files[path] ?? '';

it('is that of the machine where nothing limits it', async () => {
  const unlimited = {
    '/proc/self/cgroup': '0::/user.slice\n',
    '/sys/fs/cgroup/user.slice/memory.max': 'max\n',
    '/sys/fs/cgroup/user.slice/memory.current': '7000000000\n',
  };
  for (const files of [{}, unlimited])
    expect(await readCpuMemory(readFrom(files), MACHINE)).toEqual({
      ...{ id: 'cpu', kind: 'cpu', name: 'Memory', ...MACHINE },
    });
});

it('is what a container may have, with files that were only read', async () => {
  const files = {
    '/proc/self/cgroup': '0::/\n',
    '/sys/fs/cgroup/memory.max': '8000000000\n',
    '/sys/fs/cgroup/memory.current': '7000000000\n',
    '/sys/fs/cgroup/memory.stat': 'anon 1000000000\ninactive_file 5500000000\nactive_file 1\n',
  };
  expect(await readCpuMemory(readFrom(files), MACHINE)).toMatchObject({
    ...{ totalBytes: 8e9, freeBytes: 6.5e9 },
  });
});

it('heeds the limit of a group around its own', async () => {
  const files = {
    '/proc/self/cgroup': '0::/system.slice/triptych.service\n',
    '/sys/fs/cgroup/system.slice/memory.max': '4000000000\n',
    '/sys/fs/cgroup/system.slice/memory.current': '4100000000\n',
    '/sys/fs/cgroup/system.slice/triptych.service/memory.max': '16000000000\n',
    '/sys/fs/cgroup/system.slice/triptych.service/memory.current': '1000000000\n',
  };
  expect(await readCpuMemory(readFrom(files), MACHINE)).toMatchObject({
    ...{ totalBytes: 4e9, freeBytes: 0 },
  });
});

it('knows this machine', async () => {
  const { totalBytes, freeBytes } = await readCpuMemory();
  expect(totalBytes).toBeGreaterThan(1e8);
  expect(freeBytes).toBeGreaterThan(0);
  expect(freeBytes).toBeLessThan(totalBytes);
});
