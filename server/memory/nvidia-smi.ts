import { execFile } from 'node:child_process';
import type { DeviceMemory } from './device-memory.ts';

/** What NVIDIA's driver tells of its GPUs. */
export interface NvidiaSmi {
  /** None where there is no such program, or it fails. */
  readGpus(): Promise<readonly DeviceMemory[]>;
  /** What processes hold of each GPU, by pid and id; nothing of those that it does not see. */
  readProcesses(): Promise<readonly GpuProcess[]>;
}

export interface GpuProcess {
  pid: number;
  gpu: string;
  bytes: number;
}

export interface NvidiaSmiOptions {
  /** Runs the program; returns what it prints. Rejects where it is missing or fails. */
  run?(args: readonly string[]): Promise<string>;
  /** As in `CUDA_VISIBLE_DEVICES`: which GPUs may be used. Default: all. */
  visible?: string | undefined;
}

const MEBIBYTE = 2 ** 20;
const TIMEOUT_MS = 5000;
const FORMAT = '--format=csv,noheader,nounits';
const GPU_FIELDS = 'index,uuid,name,memory.total,memory.free';
const PROCESS_FIELDS = 'pid,gpu_uuid,used_memory';

export function createNvidiaSmi({ run = runNvidiaSmi, visible }: NvidiaSmiOptions = {}): NvidiaSmi {
  let isMissing = false;
  async function ask(query: string): Promise<string> {
    if (isMissing) return '';
    return run([query, FORMAT]).catch((thrown: unknown) => {
      isMissing = (thrown as { code?: unknown } | undefined)?.code === 'ENOENT';
      return '';
    });
  }
  return {
    async readGpus() {
      const withMig = await ask(`--query-gpu=${GPU_FIELDS},mig.mode.current`);
      // Drivers before MIG do not know its field.
      const printed = withMig || (await ask(`--query-gpu=${GPU_FIELDS}`));
      return parseGpus(printed, visible);
    },
    readProcesses: async () =>
      parseGpuProcesses(await ask(`--query-compute-apps=${PROCESS_FIELDS}`)),
  };
}

/**
 * Lines of `--query-gpu`. Left out is a GPU that does not tell its memory, or is cut into parts (MIG),
 * of which no part has the memory of the whole.
 */
export function parseGpus(csv: string, visible?: string): DeviceMemory[] {
  return splitLines(csv).flatMap((cells) => {
    const [index = '', id = '', name = '', total, free, mig = ''] = cells;
    const totalBytes = readMebibytes(total);
    const freeBytes = readMebibytes(free);
    if (!/^GPU-/.test(id) || mig === 'Enabled' || !isVisible(visible, index, id)) return [];
    if (totalBytes === undefined || freeBytes === undefined) return [];
    return [{ id, kind: 'gpu', name: `${name} (${index})`, totalBytes, freeBytes }];
  });
}

/** Lines of `--query-compute-apps`. Some systems do not tell a process's memory. */
export function parseGpuProcesses(csv: string): GpuProcess[] {
  return splitLines(csv).flatMap(([pid, gpu, used]) => {
    const bytes = readMebibytes(used);
    const isProcess = pid !== undefined && /^\d+$/.test(pid) && gpu !== undefined;
    return isProcess && bytes !== undefined ? [{ pid: Number(pid), gpu, bytes }] : [];
  });
}

/** What fails instead of a figure is a sentence, or stands in brackets. */
function readMebibytes(cell: string | undefined): number | undefined {
  const mebibytes = /^(\d+)(?: MiB)?$/.exec(cell ?? '')?.[1];
  return mebibytes === undefined ? undefined : Number(mebibytes) * MEBIBYTE;
}

/** CUDA takes numbers, and ids or their beginnings; what follows a number that is not there is hidden. */
function isVisible(visible: string | undefined, index: string, id: string): boolean {
  if (visible === undefined) return true;
  const names = visible.split(',').map((name) => name.trim());
  const end = names.indexOf('-1');
  const counted = end < 0 ? names : names.slice(0, end);
  return counted.some((name) => name === index || (name.startsWith('GPU-') && id.startsWith(name)));
}

function splitLines(csv: string): string[][] {
  return csv
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .map((line) => line.split(',').map((cell) => cell.trim()));
}

function runNvidiaSmi(args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) =>
    execFile('nvidia-smi', args, { timeout: TIMEOUT_MS }, (error, printed) =>
      error ? reject(error) : resolve(printed),
    ),
  );
}
