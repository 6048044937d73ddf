import { EngineError } from '../../errors.ts';
import { createFileSystem, type FileTable } from './file-system.ts';

/**
 * The part of WebAssembly that is the same in every browser and in Node, whose type libraries do
 * not share it.
 */
declare const WebAssembly: {
  instantiate(
    bytes: Uint8Array<ArrayBuffer>,
    imports: Record<string, Record<string, SystemCall>>,
  ): Promise<{ instance: { exports: Record<string, unknown> } }>;
};

/** A module's memory. Its buffer is another one after the module has taken more. */
export interface WasmMemory {
  readonly buffer: ArrayBuffer;
}

/** The memory and the functions that a module of ours exports. */
export interface WasmInstance<Exports> {
  readonly exports: Exports & { readonly memory: WasmMemory };
}

/**
 * Starts a module built for WASI ("reactor"), whose whole world is the files given: no clock, no
 * environment, no network. `files` are read-only; their paths begin with "/". Throws `internal`
 * when the module asks to exit.
 */
export async function instantiateWasi<Exports>(
  bytes: Uint8Array<ArrayBuffer>,
  files: FileTable,
): Promise<WasmInstance<Exports>> {
  const held: { memory?: WasmMemory } = {};
  const view = () => new DataView((held.memory as WasmMemory).buffer);
  const wasi = { ...systemCalls(view), ...createFileSystem(files, view) };
  const { instance } = await WebAssembly.instantiate(bytes, {
    wasi_snapshot_preview1: withDefaults(wasi),
  });
  held.memory = instance.exports.memory as WasmMemory;
  (instance.exports._initialize as () => void)();
  return { exports: instance.exports as Exports & { memory: WasmMemory } };
}

/** WASI's error numbers. */
export const WASI = {
  ok: 0,
  badDescriptor: 8,
  isDirectory: 31,
  noEntry: 44,
  notSupported: 52,
} as const;

type SystemCall = (...values: never[]) => number;

function systemCalls(view: () => DataView): Record<string, SystemCall> {
  const writeZeros = (...pointers: number[]) => {
    for (const pointer of pointers) view().setUint32(pointer, 0, true);
    return WASI.ok;
  };
  return {
    environ_get: () => WASI.ok,
    environ_sizes_get: (count: number, size: number) => writeZeros(count, size),
    clock_time_get: (_clock: number, _precision: bigint, result: number) => {
      view().setBigUint64(result, 0n, true);
      return WASI.ok;
    },
    proc_exit: (code: number) => {
      throw new EngineError('internal', `The speech module stopped with code ${code}.`);
    },
  };
}

/** A call that nobody serves answers "not supported" instead of failing the start. */
function withDefaults(calls: Record<string, SystemCall>): Record<string, SystemCall> {
  return new Proxy(calls, {
    get: (served, name: string) => served[name] ?? (() => WASI.notSupported),
  });
}

/** Copies a text into the module's memory, as UTF-8 with a zero at its end. The caller frees it. */
export function writeText(
  memory: WasmMemory,
  allocate: (bytes: number) => number,
  text: string,
): number {
  const bytes = new TextEncoder().encode(text);
  const pointer = allocate(bytes.length + 1);
  const target = new Uint8Array(memory.buffer, pointer, bytes.length + 1);
  target.set(bytes);
  target[bytes.length] = 0;
  return pointer;
}

/** Reads a text that ends with a zero. */
export function readText(memory: WasmMemory, pointer: number): string {
  const bytes = new Uint8Array(memory.buffer, pointer);
  return new TextDecoder().decode(bytes.slice(0, bytes.indexOf(0)));
}
