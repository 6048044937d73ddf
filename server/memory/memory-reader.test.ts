import { expect, it } from 'vitest';
import { createMemoryReader } from './memory-reader.ts';
import type { GpuProcess } from './nvidia-smi.ts';

function open(processes: readonly GpuProcess[]) {
  let asked = 0;
  const reader = createMemoryReader({
    readGpus: async () => [
      { id: 'GPU-1', kind: 'gpu', name: 'A card (0)', totalBytes: 8e9, freeBytes: 5e9 },
    ],
    async readProcesses() {
      asked++;
      return processes;
    },
  });
  return { reader, countAsked: () => asked };
}

it('tells the machine’s own memory first, then that of its GPUs', async () => {
  const devices = await open([]).reader.readDevices();
  expect(devices.map(({ id }) => id)).toEqual(['cpu', 'GPU-1']);
});

it('adds up what a process holds of each GPU, and asks once for several processes', async () => {
  const { pid } = process;
  const { reader, countAsked } = open([
    { pid, gpu: 'GPU-1', bytes: 1e9 },
    { pid, gpu: 'GPU-1', bytes: 2e9 },
    { pid, gpu: 'GPU-2', bytes: 4e9 },
    { pid: pid + 1, gpu: 'GPU-1', bytes: 8e9 },
  ]);
  const [held, other] = await Promise.all([reader.readProcess(pid), reader.readProcess(-1)]);
  expect([held.get('GPU-1'), held.get('GPU-2'), other.size]).toEqual([3e9, 4e9, 0]);
  expect(countAsked()).toBe(1);
  await reader.readProcess(pid);
  expect(countAsked()).toBe(2);
  if (process.platform === 'linux') expect(held.get('cpu')).toBeGreaterThan(1e7);
});
