import type { DocumentText } from '../src/engine/documents/document-text.ts';
import { decodeText } from '../src/engine/files/decode-text.ts';
import { readBytes } from '../src/engine/files/file-budget.ts';
import type { FileEvent } from '../src/engine/files/file-event.ts';
import type { PictureTexts } from '../src/engine/images/metadata/image-metadata.ts';
import type { WholeConversation } from '../src/storage/conversations.ts';
import { exposeEngine } from '../src/comlink/expose-engine.ts';
import { holdLifeLock } from './life-lock.ts';

/**
 * Jobs that read a file which someone has dropped. Each worker does one and is ended with it
 * (engine-client/file-reader.ts), so a job frees nothing and hears no signal; it keeps to its own
 * limits of what it unpacks and collects. Parsers are fetched as code when a job needs them.
 */
export interface FileReaderWorker {
  /** What a picture file tells of how it was made. */
  readPictureTexts(file: Blob): AsyncIterable<FileEvent<PictureTexts>>;
  /** The text of a file that is to be spoken (engine/documents/read-document.ts). */
  readDocument(file: File): AsyncIterable<FileEvent<DocumentText>>;
  /** Exported conversations (storage/conversations-file.ts). */
  readConversations(file: Blob): AsyncIterable<FileEvent<WholeConversation[]>>;
}

exposeEngine<FileReaderWorker>(
  {
    async *readDocument(file) {
      yield* (await import('../src/engine/documents/read-document.ts')).readDocument(file);
    },
    async *readConversations(file) {
      const { readConversationsFile } = await import('../src/storage/conversations-file.ts');
      yield* readConversationsFile(decodeText(await readBytes(file)));
    },
    async *readPictureTexts(file) {
      const { readPictureTexts } = await import('../src/engine/images/metadata/image-metadata.ts');
      yield { type: 'file-end', result: await readPictureTexts(await readBytes(file)) };
    },
  },
  holdLifeLock(),
);
