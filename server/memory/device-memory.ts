/** `cpu`: the machine's own memory. */
export type DeviceKind = 'cpu' | 'gpu';

/** Memory that models can be loaded into, as it was a moment ago. */
export interface DeviceMemory {
  /** `cpu`, or the id by which CUDA knows a GPU. */
  id: string;
  kind: DeviceKind;
  /** For people. */
  name: string;
  totalBytes: number;
  /** That a new process may have: all others, whosever, keep what they have. */
  freeBytes: number;
}

/** Measures, and assumes nothing. */
export interface MemoryReader {
  /** The machine's own memory first, then its GPUs. */
  readDevices(): Promise<readonly DeviceMemory[]>;
  /** What a process holds of each device, by its id; nothing of a device that does not tell it. */
  readProcess(pid: number): Promise<ReadonlyMap<string, number>>;
}

export const CPU_DEVICE = 'cpu';
