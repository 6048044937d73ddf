import { readCpuMemory } from './cpu-memory.ts';
import { CPU_DEVICE, type MemoryReader } from './device-memory.ts';
import { createNvidiaSmi, type NvidiaSmi } from './nvidia-smi.ts';
import { readResidentBytes } from './resident-bytes.ts';
import { shareAnswer } from './share-answer.ts';

/** The machine's own memory, and that of NVIDIA's GPUs. */
export function createMemoryReader(
  smi: NvidiaSmi = createNvidiaSmi({ visible: process.env.CUDA_VISIBLE_DEVICES }),
): MemoryReader {
  const readGpuProcesses = shareAnswer(() => smi.readProcesses());
  return {
    readDevices: async () => [await readCpuMemory(), ...(await smi.readGpus())],
    async readProcess(pid) {
      const [residentBytes, onGpus] = await Promise.all([
        readResidentBytes(pid),
        readGpuProcesses(),
      ]);
      const held = new Map<string, number>();
      if (residentBytes !== undefined) held.set(CPU_DEVICE, residentBytes);
      for (const each of onGpus)
        if (each.pid === pid) held.set(each.gpu, (held.get(each.gpu) ?? 0) + each.bytes);
      return held;
    },
  };
}
