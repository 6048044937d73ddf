import { createStore, type StoreApi } from 'zustand/vanilla';
import type { PictureLibrary } from '../../../engine-client/picture-library.ts';
import { EngineError } from '../../../engine/errors.ts';
import { findSame } from './find-same.ts';
import { listItems, type FailedFile, type GivenFiles, type ImportItem } from './list-items.ts';

/** What has become of the files. */
export interface ImportReport {
  /** Ids of the pictures that are new. */
  added: readonly string[];
  /** Ids of those that were in the gallery, byte for byte. */
  known: readonly string[];
  failed: readonly FailedFile[];
  /** Files in a folder or a zip that are no pictures. */
  leftOut: number;
  /** What the pictures could be called together; empty where they came from several places. */
  name: string;
}

export type ImportRun =
  | { status: 'idle' }
  | { status: 'running'; done: number; total: number; file: string; report: ImportReport }
  /** `error`: why it ended before all files were read. */
  | { status: 'ended'; report: ImportReport; error: EngineError | null };

interface ImportState {
  run: ImportRun;
  /**
   * Takes in the files one after the other, so that thousands need no more memory than one; what is
   * given meanwhile is added to them.
   */
  start(given: GivenFiles): Promise<void>;
  /** What has been taken in stays. */
  cancel(): void;
  dismiss(): void;
}
export type ImportStore = StoreApi<ImportState>;

type Library = Pick<PictureLibrary, 'state' | 'readFile' | 'importFile'>;

const NOTHING: ImportReport = { added: [], known: [], failed: [], leftOut: 0, name: '' };

/** A file that cannot be read fails alone; with these there is no use in going on. */
const FATAL: readonly string[] = ['aborted', 'storage_full', 'storage_unavailable'];

export function createImportStore(library: Library): ImportStore {
  let queue: ImportItem[] = [];
  let names = new Set<string>();
  let listed = 0;
  let stopper = new AbortController();

  return createStore<ImportState>()((set, get) => {
    const change = (part: Partial<ImportReport>, file = '') => {
      const { run } = get();
      const report = { ...(run.status === 'running' ? run.report : NOTHING), ...part };
      const done = listed - queue.length;
      set({ run: { status: 'running', done, total: listed, file, report } });
      return report;
    };
    const reportNow = () => change({});

    async function importItem({ name, open }: ImportItem, signal: AbortSignal): Promise<void> {
      const report = change({}, name);
      try {
        const file = await open(signal);
        const known = await findSame(library, file);
        if (known) return void change({ known: [...new Set([...report.known, known])] }, name);
        const { id } = await library.importFile(file);
        change({ added: [...report.added, id] }, name);
      } catch (thrown) {
        const error = EngineError.from(thrown);
        if (FATAL.includes(error.code)) throw error;
        change({ failed: [...report.failed, { name, error }] }, name);
      }
    }
    async function runAll(signal: AbortSignal): Promise<EngineError | null> {
      try {
        for (let item = queue.shift(); item; item = queue.shift()) {
          if (signal.aborted) throw new EngineError('aborted', 'Stopped.');
          await importItem(item, signal);
        }
        return null;
      } catch (thrown) {
        return EngineError.from(thrown);
      }
    }
    async function enqueue(given: GivenFiles): Promise<void> {
      const { items, failed, leftOut, names: found } = await listItems(given);
      const before = reportNow();
      queue.push(...items);
      listed += items.length;
      for (const each of found) names.add(each);
      change({
        failed: [...before.failed, ...failed],
        leftOut: before.leftOut + leftOut,
        name: names.size === 1 ? ([...names][0] ?? '') : '',
      });
    }
    return {
      run: { status: 'idle' },
      async start(given) {
        if (get().run.status === 'running') return enqueue(given);
        [queue, names, listed, stopper] = [[], new Set(), 0, new AbortController()];
        reportNow();
        await enqueue(given);
        const error = await runAll(stopper.signal);
        set({ run: { status: 'ended', report: reportNow(), error } });
      },
      cancel: () => stopper.abort(),
      dismiss: () => get().run.status === 'ended' && set({ run: { status: 'idle' } }),
    };
  });
}
