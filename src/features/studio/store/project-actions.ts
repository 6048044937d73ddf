import { UNDO_MS } from '../../../engine-client/undo-ms.ts';
import { listFileIds, type StudioProject } from '../../../storage/studio/studio-project.ts';
import { createProject, isUntouched, titleOf } from '../draft/new-project.ts';
import { startProject } from '../draft/project-start.ts';
import type { StudioParts } from './studio-store.ts';
import type { StudioActions } from './studio-state.ts';

type ProjectActions = Pick<
  StudioActions,
  | 'restore'
  | 'reread'
  | 'begin'
  | 'open'
  | 'rename'
  | 'duplicate'
  | 'remove'
  | 'undoRemove'
  | 'readCover'
>;

/** The shelf of projects. What is being made for one ends when another is opened. */
export function listProjectActions(parts: StudioParts): ProjectActions {
  const { openProjects, lastOpen, get, set, change, show, report, keeper } = parts;
  let restoring: Promise<void> | undefined;
  /** Files of the project that was deleted last. */
  let removedFiles: ReadonlyMap<string, Blob> = new Map();
  const find = (id: string) => get().projects?.find((project) => project.id === id);

  async function readFiles(id: string): Promise<ReadonlyMap<string, Blob>> {
    if (get().project.id === id) return get().files;
    return keeper.readFiles(id);
  }
  async function readAll(): Promise<void> {
    try {
      const projects = await (await openProjects()).list();
      set({ projects });
      const last = projects.find(({ id }) => id === lastOpen.read()) ?? projects[0];
      // Somebody may have begun to write meanwhile.
      if (last && isUntouched(get().project)) show(last, await readFiles(last.id));
    } catch (thrown) {
      set({ projects: [] });
      report(thrown);
    }
  }
  function leave(): void {
    get().stop();
    get().stopReading();
  }
  async function open(id: string): Promise<void> {
    const project = find(id);
    if (!project || id === get().project.id) return;
    leave();
    show(project, await readFiles(id));
  }
  function put(project: StudioProject): void {
    set({ projects: [project, ...(get().projects ?? []).filter(({ id }) => id !== project.id)] });
  }
  const attempt = (work: () => Promise<void>) => work().catch(report);

  return {
    restore: () => (restoring ??= readAll()),
    async reread() {
      await keeper.settled();
      set({ projects: await (await openProjects()).list() });
    },
    async begin(start) {
      leave();
      const { project, files } = start
        ? startProject(start)
        : { project: createProject(), files: new Map<string, Blob>() };
      show(project, files);
      // Kept at once: what another screen gave may be gone there tomorrow.
      if (start) change({}, files);
    },
    open: (id) => attempt(() => open(id)),
    rename(id, name) {
      if (id === get().project.id) return change({ name });
      const project = find(id);
      if (!project) return;
      const renamed = { ...project, name };
      set({ projects: get().projects?.map((each) => (each.id === id ? renamed : each)) ?? null });
      keeper.save(renamed);
    },
    duplicate: (id) =>
      attempt(async () => {
        const project = find(id);
        if (!project) return;
        const files = await readFiles(id);
        const needed = new Set(listFileIds(project));
        const kept = new Map([...files].filter(([fileId]) => needed.has(fileId)));
        const now = Date.now();
        const name = `${titleOf(project)} (copy)`;
        const copy = { ...project, id: crypto.randomUUID(), name, createdAt: now, updatedAt: now };
        put(copy);
        keeper.save(copy, kept);
        leave();
        show(copy, kept);
      }),
    remove: (id) =>
      attempt(async () => {
        const removed = find(id);
        if (!removed) return;
        if (id === get().project.id) leave();
        removedFiles = await readFiles(id);
        set({ projects: get().projects?.filter((each) => each.id !== id) ?? null, removed });
        if (id === get().project.id) show(createProject(), new Map());
        setTimeout(() => get().removed === removed && set({ removed: null }), UNDO_MS);
        await keeper.remove(id);
      }),
    async readCover({ id, made }) {
      const [image] = made.images;
      return image && (await readFiles(id)).get(image.id);
    },
    undoRemove: () =>
      attempt(async () => {
        const { removed } = get();
        if (!removed) return;
        set({ removed: null });
        put(removed);
        keeper.save(removed, removedFiles);
        await keeper.settled();
      }),
  };
}
