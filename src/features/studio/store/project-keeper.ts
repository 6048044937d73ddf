import type { StudioProject } from '../../../storage/studio/studio-project.ts';
import type { StudioProjects } from '../../../storage/studio/studio-projects.ts';

/** A change that means the same whatever else has been changed: other tabs write, too. */
export type ProjectUpdate = (before: StudioProject) => StudioProject;

/** Writes changes of projects one after the other. */
export interface ProjectKeeper {
  /** `before`: the project without the change, in case it is not stored yet. */
  change(before: StudioProject, update: ProjectUpdate, files?: ReadonlyMap<string, Blob>): void;
  /** As it is stored, with the changes that are not yet; `undefined` for one that is not here. */
  read(id: string): Promise<StudioProject | undefined>;
  /** Waits for what is being written, and leaves out what is not yet. */
  remove(id: string): Promise<void>;
  /** Writes what waits, also what failed before. `false`: some of it could not be written. */
  flush(id: string): Promise<boolean>;
  /** Once all is written, or has failed. */
  settled(): Promise<void>;
  /** The files of a project, also those that the store has refused. */
  readFiles(id: string): Promise<ReadonlyMap<string, Blob>>;
  /** Ids of projects that the store has refused. */
  listUnsaved(): string[];
  /** Tries once more to keep them. Throws what the store throws. */
  keepUnsaved(): Promise<void>;
}

interface KeeperOptions {
  open(): Promise<StudioProjects>;
  report(thrown: unknown): void;
  /** A project was changed or removed in the store. */
  onWrite(id: string): void;
}

interface WaitingChanges {
  before: StudioProject;
  updates: readonly ProjectUpdate[];
  files: ReadonlyMap<string, Blob>;
}

/** What the store does not take is reported, and tried again with the next change. */
export function createProjectKeeper({ open, report, onWrite }: KeeperOptions): ProjectKeeper {
  const waiting = new Map<string, WaitingChanges>();
  let writing: Promise<void> | undefined;
  let changes = 0;

  async function write(id: string, own: WaitingChanges): Promise<void> {
    waiting.delete(id);
    try {
      const projects = await open();
      await projects.change(id, (stored) => apply(own, stored), own.files);
      onWrite(id);
    } catch (thrown) {
      const later = waiting.get(id);
      waiting.set(id, later ? join(own, later) : own);
      throw thrown;
    }
  }
  async function writeAll(): Promise<void> {
    for (let [next] = waiting; next; [next] = waiting) await write(...next);
  }
  async function writeOrReport(): Promise<void> {
    try {
      await writeAll();
      writing = undefined;
    } catch (thrown) {
      writing = undefined;
      return report(thrown);
    }
    // One that came when the last had just been written.
    if (waiting.size > 0) await start();
  }
  const start = () => (writing ??= writeOrReport());
  async function settled(): Promise<void> {
    while (writing) await writing;
  }

  return {
    change(before, update, files = new Map()) {
      const change = { before, updates: [update], files };
      const earlier = waiting.get(before.id);
      waiting.set(before.id, earlier ? join(earlier, change) : change);
      changes++;
      void start();
    },
    async read(id) {
      for (;;) {
        await settled();
        const before = changes;
        const stored = await (await open()).read(id);
        // What was changed meanwhile is in neither.
        if (changes !== before) continue;
        const unwritten = waiting.get(id);
        return unwritten ? apply(unwritten, stored) : stored;
      }
    },
    async remove(id) {
      waiting.delete(id);
      await settled();
      // What could not be written is not wanted any more.
      waiting.delete(id);
      await (await open()).remove(id);
      onWrite(id);
    },
    async flush(id) {
      await settled();
      if (waiting.has(id)) await start();
      return !waiting.has(id);
    },
    settled,
    async readFiles(id) {
      await settled();
      const unsaved = waiting.get(id)?.files ?? [];
      return new Map([...(await (await open()).readFiles(id)), ...unsaved]);
    },
    listUnsaved: () => [...waiting.keys()],
    async keepUnsaved() {
      await settled();
      const attempt = writeAll();
      writing = attempt.catch(() => undefined).finally(() => (writing = undefined));
      await attempt;
    },
  };
}

function apply({ before, updates }: WaitingChanges, stored = before): StudioProject {
  return updates.reduce((project, update) => update(project), stored);
}

function join(earlier: WaitingChanges, later: WaitingChanges): WaitingChanges {
  return {
    before: earlier.before,
    updates: [...earlier.updates, ...later.updates],
    files: new Map([...earlier.files, ...later.files]),
  };
}
