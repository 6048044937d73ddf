import { EngineError } from '../../engine/errors.ts';
import type { ExportEvent } from '../../engine/models/store/export-model.ts';
import type { GivenFile } from '../../engine/models/hub/folder-hub.ts';
import type { ImportEvent } from '../../engine/models/download/import-model.ts';
import type { RepairEvent, VerifyEvent } from '../../engine/models/download/model-health.ts';
import type { WeightsWorker } from '../../../workers/weights.worker.ts';
import {
  changeEntry,
  type ImportState,
  type ModelJob,
  type ModelsStateCell,
} from './models-state.ts';
import type { WorkerConnection } from '../worker-connection.ts';

/**
 * Long work on models that are here, and on files that are to become one. Each resolves when it
 * ended, however it did: the state tells how.
 */
export interface ModelJobs {
  /** Holds every stored byte against its hash. */
  verify(modelId: string): Promise<void>;
  /** Verifies, and fetches again what is damaged. */
  repair(modelId: string): Promise<void>;
  /** Writes the model's files into a folder, in hub layout. */
  export(modelId: string, folder: FileSystemDirectoryHandle): Promise<void>;
  /** Stops the work on a model, or dismisses its result. */
  endJob(modelId: string): void;
  /** Imports the models among files. `name` describes the source, for people. */
  importFiles(files: readonly GivenFile[], name: string): Promise<void>;
  /**
   * Stops an import, or takes what came of it off the list. What was copied is not copied again.
   */
  endImport(id: string): void;
}

type JobEvent = VerifyEvent | RepairEvent | ExportEvent;

interface JobsContext {
  worker: WorkerConnection<WeightsWorker>;
  state: ModelsStateCell;
  onChange(): Promise<void>;
}

export function createModelJobs({ worker, state, onChange }: JobsContext): ModelJobs {
  const stops = new Map<string, AbortController>();

  const setJob = (id: string, change: (before: ModelJob | undefined) => ModelJob | undefined) =>
    state.update((before) => ({ ...before, jobs: changeEntry(before.jobs, id, change) }));
  const setImport = (id: string, change: (before: ImportState) => ImportState | undefined) =>
    state.update((before) => ({
      ...before,
      imports: before.imports.flatMap((each) => (each.id === id ? (change(each) ?? []) : each)),
    }));

  async function runJob(
    id: string,
    kind: ModelJob['kind'],
    start: (signal: AbortSignal) => AsyncIterable<JobEvent>,
  ): Promise<void> {
    if (stops.has(id)) return;
    const stop = new AbortController();
    stops.set(id, stop);
    setJob(id, () => ({
      kind,
      status: 'running',
      doneBytes: 0,
      totalBytes: 0,
      outcome: null,
      error: null,
    }));
    try {
      for await (const event of start(stop.signal))
        setJob(id, (job) => job && applyJobEvent(job, event));
      setJob(id, (job) => job && { ...job, status: 'done' });
    } catch (thrown) {
      const error = EngineError.from(thrown);
      setJob(id, (job) =>
        error.code === 'aborted' || !job ? undefined : { ...job, status: 'failed', error },
      );
    } finally {
      stops.delete(id);
      if (kind === 'repair') await onChange().catch(() => undefined);
    }
  }

  async function runImport(
    id: string,
    files: readonly GivenFile[],
    signal: AbortSignal,
  ): Promise<void> {
    try {
      const events = worker.iterate((library, own) => library.importFiles(files, own), signal);
      for await (const event of events) {
        setImport(id, (before) => applyImportEvent(before, event));
        if (event.type === 'import-end') await onChange();
      }
      setImport(id, (before) => ({ ...before, status: 'done' }));
    } catch (thrown) {
      const error = EngineError.from(thrown);
      setImport(id, (before) =>
        error.code === 'aborted' ? undefined : { ...before, status: 'failed', error },
      );
    } finally {
      stops.delete(id);
      await onChange().catch(() => undefined);
    }
  }

  return {
    verify: (id) =>
      runJob(id, 'verify', (signal) =>
        worker.iterate((library, own) => library.verify(id, own), signal),
      ),
    repair: (id) =>
      runJob(id, 'repair', (signal) =>
        worker.iterate((library, own) => library.repair(id, own), signal),
      ),
    export: (id, folder) =>
      runJob(id, 'export', (signal) =>
        worker.iterate((library, own) => library.export(id, folder, own), signal),
      ),
    endJob(id) {
      stops.get(id)?.abort();
      setJob(id, () => undefined);
    },
    importFiles(files, name) {
      const id = crypto.randomUUID();
      const stop = new AbortController();
      stops.set(id, stop);
      const begun: ImportState = {
        id,
        name,
        status: 'running',
        phase: 'check',
        doneBytes: 0,
        totalBytes: files.reduce((sum, { body }) => sum + body.size, 0),
        imported: [],
        error: null,
      };
      state.update((before) => ({ ...before, imports: [...before.imports, begun] }));
      return runImport(id, files, stop.signal);
    },
    endImport(id) {
      stops.get(id)?.abort();
      setImport(id, () => undefined);
    },
  };
}

function applyJobEvent(job: ModelJob, event: JobEvent): ModelJob {
  switch (event.type) {
    case 'verify-progress':
      return { ...job, doneBytes: event.checkedBytes, totalBytes: event.totalBytes };
    case 'repair-progress':
      return { ...job, doneBytes: event.fetchedBytes, totalBytes: event.totalBytes };
    case 'export-progress':
      return { ...job, doneBytes: event.writtenBytes, totalBytes: event.totalBytes };
    case 'verify-end': {
      const { damagedBytes, totalBytes } = event;
      return {
        ...job,
        outcome:
          damagedBytes > 0 ? { type: 'damaged', damagedBytes } : { type: 'sound', totalBytes },
      };
    }
    case 'repair-end':
      return event.fetchedBytes > 0
        ? { ...job, outcome: { type: 'repaired', fetchedBytes: event.fetchedBytes } }
        : job;
    case 'export-end':
      return {
        ...job,
        outcome: { type: 'exported', folder: event.folder, totalBytes: event.totalBytes },
      };
  }
}

function applyImportEvent(before: ImportState, event: ImportEvent): ImportState {
  switch (event.type) {
    case 'import-check':
      return {
        ...before,
        phase: 'check',
        doneBytes: event.checkedBytes,
        totalBytes: event.totalBytes,
      };
    case 'import-progress':
      return {
        ...before,
        phase: 'copy',
        doneBytes: event.loadedBytes,
        totalBytes: event.totalBytes,
      };
    case 'import-end':
      return { ...before, imported: [...before.imported, event.manifest] };
  }
}
