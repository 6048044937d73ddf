import { EngineError, throwIfAborted } from '../../../engine/errors.ts';
import { createZipFile } from '../../../engine/files/write-zip.ts';
import type { ResultNote } from './describe-results.ts';
import type { SignResult } from './sign-results.ts';
import type { NamedResult } from './name-results.ts';

/** What is saved, and where it is read from. */
export interface ResultSource {
  results: readonly NamedResult[];
  readMade(id: string): Promise<Blob[]>;
  /** Texts that go with them. */
  describe(): readonly ResultNote[];
  /** What signs the files now; `undefined`: nothing does. */
  openSigner(): SignResult | undefined;
}

/** Told after each file; `isSigned`: absent where files are not signed. */
type OnFile = (done: number, isSigned?: boolean) => void;

/**
 * All results in one zip. Its parts stay where they lie on the disk, however many they are. Throws
 * `aborted`.
 */
export async function packResults(
  source: ResultSource,
  signal: AbortSignal,
  onFile: OnFile,
): Promise<Blob> {
  const zip = createZipFile();
  await eachResult(source, signal, onFile, (name, file) => zip.add(name, file, signal));
  return zip.finish();
}

/** Where files are written to: a folder of the person's disk. */
export interface ResultFolder {
  getFileHandle(
    name: string,
    options: { create: true },
  ): Promise<Pick<FileSystemFileHandle, 'createWritable'>>;
}

/**
 * Each result as a file in a folder; a file of the same name is replaced. Throws `aborted`; what
 * was written by then stays.
 */
export async function writeResults(
  source: ResultSource,
  folder: ResultFolder,
  signal: AbortSignal,
  onFile: OnFile,
): Promise<void> {
  await eachResult(source, signal, onFile, async (name, file) => {
    const handle = await folder.getFileHandle(name, { create: true });
    const writable = await handle.createWritable();
    await file.stream().pipeTo(writable, { signal });
  });
}

async function eachResult(
  source: ResultSource,
  signal: AbortSignal,
  onFile: OnFile,
  write: (name: string, file: Blob) => Promise<void>,
): Promise<void> {
  const sign = source.openSigner();
  for (const [done, result] of source.results.entries()) {
    throwIfAborted(signal);
    const file = await readResult(source, result);
    const signed = await sign?.(result.id, file, signal);
    await write(result.name, signed?.file ?? file);
    onFile(done + 1, signed?.isSigned);
  }
  for (const { name, text } of source.describe()) await write(name, new Blob([text]));
}

async function readResult(
  { readMade }: ResultSource,
  { id, index, name }: NamedResult,
): Promise<Blob> {
  const file = (await readMade(id))[index];
  if (file) return file;
  throw new EngineError(
    'storage_unavailable',
    `${name} is no longer stored in this browser. Process the picture again.`,
  );
}

/** One file alone, signed where files are. */
export async function openOnlyResult(
  source: ResultSource,
  result: NamedResult,
  signal: AbortSignal,
  onFile: OnFile,
): Promise<Blob> {
  const file = await readResult(source, result);
  const signed = await source.openSigner()?.(result.id, file, signal);
  onFile(1, signed?.isSigned);
  return signed?.file ?? file;
}

/** Whether this browser lets a page write into a folder. */
export const canWriteFolder = () => 'showDirectoryPicker' in globalThis;

type FolderPicker = (options: { mode: 'readwrite' }) => Promise<ResultFolder>;

/** Asks for a folder; `null` if the person changed their mind. */
export async function chooseFolder(): Promise<ResultFolder | null> {
  const { showDirectoryPicker } = globalThis as unknown as { showDirectoryPicker: FolderPicker };
  try {
    return await showDirectoryPicker({ mode: 'readwrite' });
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === 'AbortError') return null;
    throw thrown;
  }
}
