import { createRefusedWrites } from '../../../storage/refused-writes.ts';
import type { StudioProject } from '../../../storage/studio/studio-project.ts';
import type { StudioProjects } from '../../../storage/studio/studio-projects.ts';

/** Writes projects one after the other; of changes that come faster, the last. */
export interface ProjectKeeper {
  save(project: StudioProject, files?: ReadonlyMap<string, Blob>): void;
  /** Waits for what is being written, and leaves out what is not yet. */
  remove(id: string): Promise<void>;
  /** Once all is written. */
  settled(): Promise<void>;
  /** The files of a project, also those that the store has refused. */
  readFiles(id: string): Promise<ReadonlyMap<string, Blob>>;
  /** Ids of projects that the store has refused. */
  listUnsaved(): string[];
  /** Tries once more to keep them. Throws what the store throws. */
  keepUnsaved(): Promise<void>;
}

/** A project with files that are new. */
interface ProjectWrite {
  project: StudioProject;
  files: ReadonlyMap<string, Blob>;
}

const merge = (before: ProjectWrite | undefined, next: ProjectWrite): ProjectWrite => ({
  ...next,
  files: new Map([...(before?.files ?? []), ...next.files]),
});

export function createProjectKeeper(
  open: () => Promise<StudioProjects>,
  report: (thrown: unknown) => void,
): ProjectKeeper {
  const waiting = new Map<string, ProjectWrite>();
  const writes = createRefusedWrites<ProjectWrite>({
    store: async ({ project, files }) => (await open()).save(project, files),
    merge,
  });
  let writing: Promise<void> | undefined;

  async function writeAll(): Promise<void> {
    for (let [next] = waiting.values(); next; [next] = waiting.values()) {
      waiting.delete(next.project.id);
      await writes.write(next.project.id, next);
    }
  }
  const start = () => {
    writing ??= writeAll()
      .catch(report)
      .finally(() => {
        writing = undefined;
        if (waiting.size > 0) start();
      });
  };
  async function settled(): Promise<void> {
    while (writing) await writing;
  }
  return {
    save(project, files = new Map()) {
      waiting.set(project.id, merge(waiting.get(project.id), { project, files }));
      start();
    },
    async remove(id) {
      waiting.delete(id);
      await writing;
      writes.forget(id);
      await (await open()).remove(id);
    },
    settled,
    async readFiles(id) {
      await settled();
      const unsaved = writes.read(id)?.files ?? [];
      return new Map([...(await (await open()).readFiles(id)), ...unsaved]);
    },
    listUnsaved: writes.list,
    keepUnsaved: writes.retry,
  };
}
