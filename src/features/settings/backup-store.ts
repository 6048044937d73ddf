import { createStore, type StoreApi } from 'zustand/vanilla';
import { EngineError } from '../../engine/errors.ts';
import type { BackupCounts } from '../../storage/backup/backup-format.ts';
import type { RestoreReport, RestoreBackupEvent } from '../../storage/backup/restore-backup.ts';
import type { WriteBackupEvent } from '../../storage/backup/write-backup.ts';

/** Actions on everything at once. */
export type BackupRun =
  | { status: 'idle' }
  | { status: 'running'; kind: 'write' | 'restore'; done: number; total: number }
  | { status: 'written'; counts: BackupCounts; lost: number; sizeBytes: number }
  | { status: 'restored'; report: RestoreReport }
  | { status: 'failed'; error: EngineError };

interface BackupState {
  run: BackupRun;
  backUp(): Promise<void>;
  restore(file: Blob): Promise<void>;
  cancel(): void;
}
export type BackupStore = StoreApi<BackupState>;

/** What the store depends on. */
export interface BackupWork {
  write(signal: AbortSignal): AsyncIterable<WriteBackupEvent>;
  restore(file: Blob, signal: AbortSignal): AsyncIterable<RestoreBackupEvent>;
  /** Gives a finished backup to the person. */
  save(file: Blob): void;
  /** Shows and uses what has been restored. */
  apply(report: RestoreReport): Promise<void>;
}

export function createBackupStore(work: BackupWork): BackupStore {
  let stopper = new AbortController();
  return createStore<BackupState>()((set, get) => {
    /** One at a time; a cancelled one leaves nothing on the screen. */
    async function run(
      kind: 'write' | 'restore',
      each: (signal: AbortSignal) => Promise<BackupRun>,
    ): Promise<void> {
      if (get().run.status === 'running') return;
      const { signal } = (stopper = new AbortController());
      set({ run: { status: 'running', kind, done: 0, total: 0 } });
      try {
        set({ run: await each(signal) });
      } catch (thrown) {
        const error = EngineError.from(thrown);
        set({ run: error.code === 'aborted' ? { status: 'idle' } : { status: 'failed', error } });
      }
    }
    const show = (kind: 'write' | 'restore', { done, total }: { done: number; total: number }) =>
      set({ run: { status: 'running', kind, done, total } });
    return {
      run: { status: 'idle' },
      backUp: () =>
        run('write', async (signal) => {
          for await (const event of work.write(signal)) {
            if (event.type === 'backup-progress') show('write', event);
            else {
              const { file, counts, lost } = event;
              work.save(file);
              return { status: 'written', counts, lost, sizeBytes: file.size };
            }
          }
          return { status: 'idle' };
        }),
      restore: (file) =>
        run('restore', async (signal) => {
          for await (const event of work.restore(file, signal)) {
            if (event.type === 'backup-progress') show('restore', event);
            else {
              await work.apply(event.report);
              return { status: 'restored', report: event.report };
            }
          }
          return { status: 'idle' };
        }),
      cancel: () => stopper.abort(),
    };
  });
}
