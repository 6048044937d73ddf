import { readBytes } from '../src/engine/files/file-budget.ts';
import type { FileEvent } from '../src/engine/files/file-event.ts';
import type { PictureTexts } from '../src/engine/images/metadata/image-metadata.ts';
import { exposeEngine } from './expose-engine.ts';

/**
 * Jobs that read a file which somebody has dropped. Each worker does one and is ended with it (engine-client/file-reader.ts), so a job
 * frees nothing and hears no signal; it keeps to its own limits of what it unpacks and collects. Parsers are fetched as code when a job needs them.
 */
export interface FileReaderWorker {
  /** The file as text: its byte order mark is heeded, and what is not UTF-8 is Windows-1252. */
  readText(file: Blob): AsyncIterable<FileEvent<string>>;
  /** What a picture file tells of how it was made. */
  readPictureTexts(file: Blob): AsyncIterable<FileEvent<PictureTexts>>;
}

exposeEngine<FileReaderWorker>({
  async *readText(file) {
    const { decodeText } = await import('../src/engine/files/decode-text.ts');
    yield { type: 'file-end', result: decodeText(await readBytes(file)) };
  },
  async *readPictureTexts(file) {
    const { readPictureTexts } = await import('../src/engine/images/metadata/image-metadata.ts');
    yield { type: 'file-end', result: await readPictureTexts(await readBytes(file)) };
  },
});
