import type { GivenFile } from '../../engine/models/hub/folder-hub.ts';
import { readDroppedFiles } from '../../ui/dropped-files.ts';

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

/** The files of what was dropped, folders with all that is in them. Call it within the event. */
export async function readDropped(data: DataTransfer): Promise<Given> {
  const names = [...data.items].flatMap((item) => item.webkitGetAsEntry()?.name ?? []);
  return { name: names.join(', '), files: await readDroppedFiles(data) };
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
