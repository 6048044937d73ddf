import { useEffect, useRef, useState } from 'react';
import type { DocumentText } from '../../../engine/documents/document-text.ts';
import { EngineError } from '../../../engine/errors.ts';
import type { ReadFile } from './read-file.ts';

type FileReading =
  | { status: 'idle' }
  /** `progress`: 0 to 1; `null` while nothing is known yet. */
  | { status: 'reading'; name: string; progress: number | null }
  | { status: 'failed'; problem: EngineError }
  /** Read, but for what the sentence tells. */
  | { status: 'incomplete'; notice: string };

/** The file that is being read, or was. */
export interface OpenedFile {
  reading: FileReading;
  open(file: File): Promise<void>;
  cancel(): void;
  dismiss(): void;
}

const IDLE: FileReading = { status: 'idle' };

/** Reads one file at a time; another one, or the end of the screen, stops the one before. */
export function useFileReading(
  readFile: ReadFile,
  onRead: (document: DocumentText, name: string) => void,
): OpenedFile {
  const [reading, setReading] = useState(IDLE);
  const stopper = useRef<AbortController | null>(null);
  useEffect(() => () => stopper.current?.abort(), []);

  async function open(file: File): Promise<void> {
    stopper.current?.abort();
    const controller = (stopper.current = new AbortController());
    const { signal } = controller;
    const show = (next: FileReading) => stopper.current === controller && setReading(next);
    const tell = (progress: number | null) =>
      show({ status: 'reading', name: file.name, progress });
    tell(null);
    try {
      const document = await readFile(file, {
        signal,
        onProgress: ({ done, total }) => tell(done / total),
      });
      if (signal.aborted) return;
      onRead(document, file.name);
      show(describeEnd(document));
    } catch (thrown) {
      const problem = EngineError.from(thrown);
      show(problem.code === 'aborted' ? IDLE : { status: 'failed', problem });
    }
  }

  return { reading, open, cancel: () => stopper.current?.abort(), dismiss: () => setReading(IDLE) };
}

function describeEnd({ notice }: DocumentText): FileReading {
  return notice === null ? IDLE : { status: 'incomplete', notice };
}
