/** A file with its path in the folder that was dropped; of a file alone: its name. */
export interface DroppedFile {
  path: string;
  body: File;
}

/**
 * The files of what was dropped, folders with all that is in them. Call it within the event: the
 * browser forgets the items after it.
 */
export async function readDroppedFiles({ items }: DataTransfer): Promise<DroppedFile[]> {
  const entries = [...items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  return (await Promise.all(entries.map(readEntry))).flat();
}

/** The name of what was dropped if it was one folder alone. Call it within the event. */
export function nameFolder({ items }: DataTransfer): string | undefined {
  const [entry] = [...items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  return items.length === 1 && entry?.isDirectory ? entry.name : undefined;
}

/** Whether a folder is among what was dropped. Call it within the event. */
export function hasFolder({ items }: DataTransfer): boolean {
  return [...items].some((item) => item.webkitGetAsEntry()?.isDirectory);
}

async function readEntry(entry: FileSystemEntry): Promise<DroppedFile[]> {
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
