import { useCallback, useRef, useState } from 'react';
import { EngineError } from '../../../engine/errors.ts';
import { saveFile } from '../../../ui/save-file.ts';
import {
  chooseFolder,
  openOnlyResult,
  packResults,
  writeResults,
  type ResultSource,
} from './save-results.ts';

export type Saving =
  | { status: 'idle' }
  | { status: 'running'; done: number; of: number }
  | { status: 'saved'; text: string }
  | { status: 'failed'; error: EngineError };

export interface SavingActions {
  saving: Saving;
  /** As one zip; a single file as it is. */
  save(source: ResultSource): void;
  /** Into a folder that the person chooses. */
  saveToFolder(source: ResultSource): void;
  cancel(): void;
}

type OnFile = (done: number, isSigned?: boolean) => void;

/** What a saved file has besides the picture, as a sentence. */
function describeSigning(signed: { with: number; without: number }): string {
  if (signed.with === 0 && signed.without === 0) return '';
  if (signed.without === 0) return ' With Content Credentials.';
  return ` ${signed.without} of them in formats that cannot hold Content Credentials.`;
}

/** Gives what was made to the person. */
export function useSaving(): SavingActions {
  const [saving, setSaving] = useState<Saving>({ status: 'idle' });
  const stopper = useRef(new AbortController());
  const run = useCallback(
    async (of: number, work: (signal: AbortSignal, onFile: OnFile) => Promise<string>) => {
      const { signal } = (stopper.current = new AbortController());
      const show = (next: Saving) => !signal.aborted && setSaving(next);
      signal.addEventListener('abort', () => setSaving({ status: 'idle' }), { once: true });
      show({ status: 'running', done: 0, of });
      try {
        const signed = { with: 0, without: 0 };
        const text = await work(signal, (done, isSigned) => {
          if (isSigned !== undefined) signed[isSigned ? 'with' : 'without']++;
          show({ status: 'running', done, of });
        });
        show({ status: 'saved', text: text && text + describeSigning(signed) });
      } catch (thrown) {
        show({ status: 'failed', error: EngineError.from(thrown) });
      }
    },
    [],
  );
  return {
    saving,
    save: (source) => void run(source.results.length, (...rest) => saveAll(source, ...rest)),
    saveToFolder: (source) =>
      void run(source.results.length, (...rest) => saveIntoFolder(source, ...rest)),
    cancel: () => stopper.current.abort(),
  };
}

async function saveAll(source: ResultSource, signal: AbortSignal, onFile: OnFile): Promise<string> {
  const { results } = source;
  const [only] = results;
  if (only && results.length === 1) {
    const file = await openOnlyResult(source, only, signal, onFile);
    if (signal.aborted) return '';
    const dot = only.name.lastIndexOf('.');
    saveFile(only.name.slice(0, dot), only.name.slice(dot + 1), file, file.type);
    return 'Saved.';
  }
  const zip = await packResults(source, signal, onFile);
  if (!signal.aborted) saveFile(`Triptych ${results.length} pictures`, 'zip', zip, zip.type);
  return `Zip with ${results.length} files saved.`;
}

async function saveIntoFolder(
  source: ResultSource,
  signal: AbortSignal,
  onFile: OnFile,
): Promise<string> {
  const folder = await chooseFolder();
  if (!folder) return '';
  await writeResults(source, folder, signal, onFile);
  return `${source.results.length} ${source.results.length === 1 ? 'file' : 'files'} saved.`;
}
