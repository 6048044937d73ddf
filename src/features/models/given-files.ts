import type { GivenFile } from '../../engine/models/hub/folder-hub.ts';

/** What was dropped or chosen: files with their paths, and a name for all of it. */
export interface Given {
  name: string;
  files: GivenFile[];
}

/** The files of a chosen folder. */
export function readFileList(list: FileList): Given {
  const files = [...list].map((body) => ({ path: body.webkitRelativePath || body.name, body }));
  return { name: files[0]?.path.split('/')[0] ?? 'Files', files };
}

/**
 * The files of what was dropped, folders with all that is in them. Call it within the event: the
 * browser forgets the items after it.
 */
export async function readDropped({ items }: DataTransfer): Promise<Given> {
  const entries = [...items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  const files = (await Promise.all(entries.map(readEntry))).flat();
  return { name: entries.map(({ name }) => name).join(', '), files };
}

async function readEntry(entry: FileSystemEntry): Promise<GivenFile[]> {
  if (entry.isFile) {
    const body = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    );
    return [{ path: entry.fullPath.replace(/^\//, ''), body }];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const children: FileSystemEntry[] = [];
  // A browser tells a hundred entries at a time, and none when it has told all.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) break;
    children.push(...some);
  }
  return (await Promise.all(children.map(readEntry))).flat();
}

type DirectoryPicker = (options: { mode: 'readwrite' }) => Promise<FileSystemDirectoryHandle>;

/** Whether this browser lets a page write into a folder. */
export const canExport = () => 'showDirectoryPicker' in globalThis;

/** Asks for a folder to write into; `null` if the user changed their mind. */
export async function chooseFolder(): Promise<FileSystemDirectoryHandle | null> {
  const { showDirectoryPicker } = globalThis as unknown as { showDirectoryPicker: DirectoryPicker };
  try {
    return await showDirectoryPicker({ mode: 'readwrite' });
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === 'AbortError') return null;
    throw thrown;
  }
}
