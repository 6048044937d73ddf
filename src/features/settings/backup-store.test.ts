import { expect, it } from 'vitest';
import { EngineError, throwIfAborted } from '../../engine/errors.ts';
import type { RestoreReport } from '../../storage/backup/restore-backup.ts';
import { createBackupStore, type BackupWork } from './backup-store.ts';

const COUNTS = { conversations: 1, pictures: 2, readings: 3, projects: 1, recipes: 0 };
const REPORT: RestoreReport = { added: COUNTS, known: 0, damaged: [], presets: [], settings: {} };
const FILE = new Blob(['zip']);

function open(changes: Partial<BackupWork> = {}) {
  const done: string[] = [];
  const work: BackupWork = {
    async *write(signal) {
      yield { type: 'backup-progress', done: 1, total: 2 };
      await Promise.resolve();
      throwIfAborted(signal);
      yield { type: 'backup-end', file: FILE, counts: COUNTS, lost: 0 };
    },
    async *restore() {
      yield { type: 'backup-progress', done: 1, total: 2 };
      await Promise.resolve();
      yield { type: 'restore-end', report: REPORT };
    },
    save: () => void done.push('save'),
    apply: async () => void done.push('apply'),
    ...changes,
  };
  const store = createBackupStore(work);
  const seen: string[] = [];
  store.subscribe(({ run }) =>
    seen.push(run.status === 'running' ? `${run.kind} ${run.done}/${run.total}` : run.status),
  );
  return { store, done, seen, run: () => store.getState().run };
}

it('shows how far it is, then gives the file to the person', async () => {
  const { store, done, seen, run } = open();
  await store.getState().backUp();
  expect(seen).toEqual(['write 0/0', 'write 1/2', 'written']);
  expect(run()).toEqual({ status: 'written', counts: COUNTS, lost: 0, sizeBytes: 3 });
  expect(done).toEqual(['save']);
});

it('applies what has been restored before it says so', async () => {
  const { store, done, seen } = open();
  await store.getState().restore(FILE);
  expect(seen).toEqual(['restore 0/0', 'restore 1/2', 'restored']);
  expect(done).toEqual(['apply']);
});

it('does one thing at a time', async () => {
  const { store, done } = open();
  const first = store.getState().backUp();
  await store.getState().restore(FILE);
  await first;
  expect(done).toEqual(['save']);
});

it('leaves nothing on the screen when it is cancelled', async () => {
  const { store, done, run } = open();
  const backingUp = store.getState().backUp();
  store.getState().cancel();
  await backingUp;
  expect(run()).toEqual({ status: 'idle' });
  expect(done).toEqual([]);
});

it('tells a failure', async () => {
  const error = new EngineError('storage_full', 'No room.');
  const { store, run } = open({ apply: () => Promise.reject(error) });
  await store.getState().restore(FILE);
  expect(run()).toEqual({ status: 'failed', error });
});
