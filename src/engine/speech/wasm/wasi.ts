import {
  ConsoleStdout,
  Directory,
  File,
  type Inode,
  OpenFile,
  PreopenDirectory,
  WASI,
  wasi,
} from '@bjorn3/browser_wasi_shim';
import { EngineError } from '../../errors.ts';

/** Read-only files by their absolute paths. */
export type FileTable = ReadonlyMap<string, Uint8Array>;

/**
 * The part of WebAssembly that is the same in every browser and in Node, whose type libraries do
 * not share it.
 */
declare const WebAssembly: {
  instantiate(
    bytes: Uint8Array<ArrayBuffer>,
    imports: Record<string, WASI['wasiImport']>,
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
  // Messages of the C code go nowhere: failures come back as return values.
  const silent = new ConsoleStdout(() => undefined);
  const root = new PreopenDirectory('/', buildTree(files));
  const shim = new WASI([], [], [new OpenFile(new File([])), silent, silent, root], {
    debug: false,
  });
  const { instance } = await WebAssembly.instantiate(bytes, {
    wasi_snapshot_preview1: { ...shim.wasiImport, ...NARROWER },
  });
  shim.initialize(instance as Parameters<WASI['initialize']>[0]);
  return instance as unknown as WasmInstance<Exports>;
}

/** Without a clock the same text gives the same result; a stop is an error like any other. */
const NARROWER: WASI['wasiImport'] = {
  clock_time_get: () => wasi.ERRNO_NOSYS,
  proc_exit: (code: number) => {
    throw new EngineError('internal', `The speech module stopped with code ${code}.`);
  },
};

/** What the root folder holds. */
function buildTree(files: FileTable): Map<string, Inode> {
  const root = new Map<string, Inode>();
  for (const [path, bytes] of files) {
    const folders = path.split('/').slice(1);
    const name = folders.pop() ?? '';
    folders.reduce(openFolder, root).set(name, new File(bytes, { readonly: true }));
  }
  return root;
}

/** The contents of a folder, which is made where there is none yet. */
function openFolder(parent: Map<string, Inode>, name: string): Map<string, Inode> {
  const found = parent.get(name);
  if (found instanceof Directory) return found.contents;
  const made = new Directory(new Map());
  parent.set(name, made);
  return made.contents;
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
