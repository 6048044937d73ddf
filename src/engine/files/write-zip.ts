import { crc32OfBlob } from './crc32.ts';
import { packDirectory, packLocalHeader, type ZipRecord } from './zip-records.ts';

/** Collects entries into a zip file without copying them. */
export interface ZipFile {
  /** Reads the entry once for its checksum. Throws `aborted`. */
  add(name: string, content: Blob, signal?: AbortSignal): Promise<void>;
  /** The whole file. */
  finish(): Blob;
}

/**
 * A zip whose entries are stored as they are: headers between Blobs that stay where they lie, so
 * that a file of gigabytes takes no memory. Pictures and sound are compressed already, or hardly
 * would be.
 *
 * @example
 * import { readZip } from './read-zip.ts';
 * const zip = createZipFile();
 * await zip.add('notes/a.txt', new Blob(['hello']));
 * const entries = await readZip(zip.finish());
 * await (await entries.get('notes/a.txt')?.read())?.text(); // → 'hello'
 */
export function createZipFile(): ZipFile {
  const parts: (Blob | Uint8Array<ArrayBuffer>)[] = [];
  const records: ZipRecord[] = [];
  let offset = 0;
  return {
    async add(name, content, signal) {
      const record = {
        name,
        sizeBytes: content.size,
        crc32: await crc32OfBlob(content, signal),
        offset,
      };
      const header = packLocalHeader(record);
      parts.push(header, content);
      records.push(record);
      offset += header.length + content.size;
    },
    finish: () => new Blob([...parts, packDirectory(records, offset)], { type: 'application/zip' }),
  };
}
