import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A folder of models in hub layout, for the tests of one file. */
export interface GgufFolder {
  folder: string;
  /** `path`: `owner/name/file.gguf`. */
  write(path: string, file: Blob | string): Promise<void>;
  remove(): Promise<void>;
}

export async function openGgufFolder(): Promise<GgufFolder> {
  const folder = await mkdtemp(join(tmpdir(), 'triptych-gguf-'));
  return {
    folder,
    async write(path, file) {
      const whole = join(folder, path);
      await mkdir(dirname(whole), { recursive: true });
      await writeFile(whole, typeof file === 'string' ? file : await readBytes(file));
    },
    remove: () => rm(folder, { recursive: true }),
  };
}

async function readBytes(file: Blob): Promise<Uint8Array> {
  return new Uint8Array(await file.arrayBuffer());
}
