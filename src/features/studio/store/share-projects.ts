import { EngineError } from '../../../engine/errors.ts';
import { listFileIds, type StudioProject } from '../../../storage/studio/studio-project.ts';
import { createProject, isUntouched } from '../draft/new-project.ts';
import type { ProjectUpdate } from './project-keeper.ts';
import type { SetQueue } from './set-queue.ts';
import type { StudioParts } from './studio-store.ts';

type SharedActions = Pick<StudioParts, 'change' | 'changeOf' | 'projectOf' | 'readFiles' | 'adopt'>;

/** Projects as they are on the screen, in the store, and in other tabs. */
export function shareProjects({
  get,
  set,
  keeper,
  lastOpen,
}: Pick<StudioParts, 'get' | 'set' | 'keeper' | 'lastOpen'>): SharedActions {
  const projectOf = (id: string) =>
    get().project.id === id ? get().project : get().projects?.find((each) => each.id === id);

  /** Where it is shown; of the files, those that are new. */
  function put(project: StudioProject, files: ReadonlyMap<string, Blob>): void {
    const { projects, project: shown, files: before } = get();
    const isShown = shown.id === project.id;
    set({
      projects: isUntouched(project) ? projects : putInOrder(projects, project),
      ...(isShown && { project }),
      ...(isShown && files.size > 0 && { files: new Map([...before, ...files]) }),
    });
  }
  function changeOf(
    id: string,
    update: ProjectUpdate,
    files: ReadonlyMap<string, Blob> = new Map(),
  ): void {
    const before = projectOf(id);
    if (!before) return;
    const updatedAt = Date.now();
    const dated: ProjectUpdate = (project) => ({ ...update(project), updatedAt });
    const project = dated(before);
    const isShown = get().project.id === id;
    const known = isShown ? get().files : new Map<string, Blob>();
    const fresh = new Map([...files].filter(([fileId, file]) => known.get(fileId) !== file));
    put(project, fresh);
    if (isUntouched(project)) return;
    if (isShown) lastOpen.write(id);
    keeper.change(before, dated, fresh);
  }
  async function readFiles(id: string): Promise<ReadonlyMap<string, Blob>> {
    return get().project.id === id ? get().files : keeper.readFiles(id);
  }
  async function adopt(id: string): Promise<void> {
    let project = await keeper.read(id);
    if (!project) return;
    let files: ReadonlyMap<string, Blob> = new Map();
    const isMissing = (fileId: string) => !get().files.has(fileId);
    if (get().project.id === id && listFileIds(project).some(isMissing)) {
      files = await keeper.readFiles(id);
      project = (await keeper.read(id)) ?? project;
    }
    put(project, new Map([...files].filter(([fileId]) => isMissing(fileId))));
  }
  return {
    change: (update, files) => changeOf(get().project.id, update, files),
    changeOf,
    projectOf,
    readFiles,
    adopt,
  };
}

/** The one that was changed last first. */
function putInOrder(
  projects: readonly StudioProject[] | null,
  project: StudioProject,
): readonly StudioProject[] {
  const others = (projects ?? []).filter(({ id }) => id !== project.id);
  return [project, ...others].sort((a, b) => b.updatedAt - a.updatedAt);
}

/** What other tabs do is shown here; what one of them has begun can be followed from here. */
export function listenToTabs(parts: StudioParts, queue: SetQueue): void {
  const { tabs, get, set, keeper, adopt, projectOf, show, report } = parts;

  async function follow(id: string): Promise<void> {
    // Before they are read there is nothing to keep in step.
    if (get().projects === null) return;
    const isKnown = projectOf(id) !== undefined;
    if (await keeper.read(id)) {
      await adopt(id);
      return queue.restore(id);
    }
    if (!isKnown) return;
    set({ projects: get().projects?.filter((each) => each.id !== id) ?? null });
    if (get().project.id !== id) return;
    show(createProject(), new Map());
    report(new EngineError('not_supported', 'This set was deleted in another tab.'));
  }
  let last = Promise.resolve();
  tabs.listen((news) => {
    if (news.type === 'project-change') last = last.then(() => follow(news.id)).catch(report);
    else if (get().projects !== null) queue.hear(news);
  });
}
