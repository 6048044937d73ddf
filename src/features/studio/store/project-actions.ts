import { UNDO_MS } from '../../../engine-client/undo-ms.ts';
import { listFileIds, type StudioProject } from '../../../storage/studio/studio-project.ts';
import { createProject, isUntouched, titleOf } from '../draft/new-project.ts';
import { startProject } from './project-start.ts';
import { pendingOf } from './follow-pending.ts';
import type { SetQueue } from './set-queue.ts';
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

/** The shelf of projects. What is being made for one goes on when another is opened. */
export function listProjectActions(parts: StudioParts, queue: SetQueue): ProjectActions {
  const { openProjects, lastOpen, get, set, changeOf, projectOf, readFiles, show } = parts;
  const { report, keeper, tabs } = parts;
  let restoring: Promise<void> | undefined;
  /** Files of the project that was deleted last. */
  let removedFiles: ReadonlyMap<string, Blob> = new Map();
  async function readAll(): Promise<void> {
    try {
      const projects = await (await openProjects()).list();
      set({ projects });
      const last = projects.find(({ id }) => id === lastOpen.read()) ?? projects[0];
      // Somebody may have begun to write meanwhile.
      if (last && isUntouched(get().project)) show(last, await readFiles(last.id));
      for (const { id } of projects) await queue.restore(id);
      tabs.tell({ type: 'run-ask' });
    } catch (thrown) {
      set({ projects: [] });
      report(thrown);
    }
  }
  async function open(id: string): Promise<void> {
    if (!projectOf(id) || id === get().project.id) return;
    get().stopReading();
    const files = await readFiles(id);
    const project = projectOf(id);
    if (project) show(project, files);
  }
  function put(project: StudioProject): void {
    set({ projects: [project, ...(get().projects ?? []).filter(({ id }) => id !== project.id)] });
  }
  function keep(project: StudioProject, files: ReadonlyMap<string, Blob>): void {
    put(project);
    keeper.change(project, () => project, files);
  }
  const attempt = (work: () => Promise<void>) => work().catch(report);

  return {
    restore: () => (restoring ??= readAll()),
    async reread() {
      await keeper.settled();
      set({ projects: await (await openProjects()).list() });
    },
    async begin(start) {
      get().stopReading();
      const { project, files } = start
        ? startProject(start)
        : { project: createProject(), files: new Map<string, Blob>() };
      show(project, files);
      // Kept at once: what another screen gave may be gone there tomorrow.
      if (start) keep(project, files);
    },
    open: (id) => attempt(() => open(id)),
    rename: (id, name) => changeOf(id, (project) => ({ ...project, name })),
    duplicate: (id) =>
      attempt(async () => {
        const original = projectOf(id);
        if (!original) return;
        // What is being made is made for the first.
        const { pending: _, ...project } = original;
        const files = await readFiles(id);
        const needed = new Set(listFileIds(project));
        const kept = new Map([...files].filter(([fileId]) => needed.has(fileId)));
        const now = Date.now();
        const name = `${titleOf(project)} (copy)`;
        const copy = { ...project, id: crypto.randomUUID(), name, createdAt: now, updatedAt: now };
        keep(copy, kept);
        get().stopReading();
        show(copy, kept);
      }),
    remove: (id) =>
      attempt(async () => {
        if (!projectOf(id)) return;
        if (pendingOf(projectOf(id)).length > 0) queue.stop(id);
        if (id === get().project.id) get().stopReading();
        removedFiles = await readFiles(id);
        const removed = projectOf(id);
        if (!removed) return;
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
        keep(removed, removedFiles);
        await keeper.settled();
      }),
  };
}
