import type { StudioProject } from '../../../storage/studio/studio-project.ts';
import type { StudioProjects } from '../../../storage/studio/studio-projects.ts';

/** Writes projects one after the other; of changes that come faster, the last. */
export interface ProjectKeeper {
  save(project: StudioProject, files?: ReadonlyMap<string, Blob>): void;
  /** Waits for what is being written, and leaves out what is not yet. */
  remove(id: string): Promise<void>;
  /** Once all is written. */
  settled(): Promise<void>;
}

export function createProjectKeeper(
  open: () => Promise<StudioProjects>,
  report: (thrown: unknown) => void,
): ProjectKeeper {
  const waiting = new Map<string, { project: StudioProject; files: Map<string, Blob> }>();
  let writing: Promise<void> | undefined;

  async function writeAll(): Promise<void> {
    const projects = await open();
    for (let [next] = waiting.values(); next; [next] = waiting.values()) {
      waiting.delete(next.project.id);
      await projects.save(next.project, next.files);
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
  return {
    save(project, files = new Map()) {
      const before = waiting.get(project.id)?.files ?? [];
      waiting.set(project.id, { project, files: new Map([...before, ...files]) });
      start();
    },
    async remove(id) {
      waiting.delete(id);
      await writing;
      await (await open()).remove(id);
    },
    async settled() {
      while (writing) await writing;
    },
  };
}
