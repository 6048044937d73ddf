import type { GraphRewriting } from '../src/engine/host.ts';

/** wasm addresses 4 GB, and what a model computes with needs room beside its weights. */
const MAX_BYTES = 2.5e9;
/** Chrome tells memory in steps up to 8 GB, other browsers not at all. */
const USUAL_MEMORY_GB = 8;
const SHARE_OF_MEMORY = 0.3;

/** Only workers have it, and so only their types. */
interface SyncReader {
  readAsArrayBuffer(blob: Blob): ArrayBuffer;
}

/**
 * Reads weights one by one and unpacks as many as this machine's memory allows; `undefined` outside
 * workers, which alone may wait for a file.
 */
export function createGraphRewriting(): GraphRewriting | undefined {
  const { deviceMemory = USUAL_MEMORY_GB } = navigator as { deviceMemory?: number };
  const { FileReaderSync: Reader } = globalThis as unknown as {
    FileReaderSync?: new () => SyncReader;
  };
  if (!Reader) return undefined;
  const reader = new Reader();
  return {
    unpackBudgetBytes: Math.min(MAX_BYTES, deviceMemory * 1e9 * SHARE_OF_MEMORY),
    read: (part) => new Uint8Array(reader.readAsArrayBuffer(part)),
  };
}
