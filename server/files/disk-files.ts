import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { checkName, type FileStore } from './file-store.ts';

/** Files in a folder, which is made when the first one comes. */
export function createDiskFiles(folder: string): FileStore {
  const place = (name: string) => join(folder, checkName(name));
  return {
    async put(name, bytes) {
      const target = place(name);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      // Under another name first: who reads sees all of it or none.
      const draft = nameDraft(target);
      try {
        await writeThrough(draft, bytes);
        await rename(draft, target);
      } catch (thrown) {
        await rm(draft, { force: true });
        throw thrown;
      }
    },
    async get(name) {
      try {
        return new Uint8Array(await readFile(place(name)));
      } catch (thrown) {
        if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw thrown;
      }
    },
    /** Also what a process was writing that was killed meanwhile. */
    async remove(name) {
      await rm(nameDraft(place(name)), { force: true });
      await rm(place(name), { force: true });
    },
  };
}

function nameDraft(path: string): string {
  return `${path}.part`;
}

async function writeThrough(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'w', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}
