import { createStore } from 'zustand/vanilla';
import type { DevicePreference } from '../../../engine/device.ts';
import { EngineError } from '../../../engine/errors.ts';
import type { ImageManifest } from '../../../engine/models/manifest.ts';
import type { Locks } from '../../../engine/locks.ts';
import type { Batches } from '../../../engine/studio/batch/batches.ts';
import type { StudioEngine } from '../../../engine/studio/studio-engine.ts';
import type { Tabs } from '../../../engine/tabs.ts';
import type { StudioDraft, StudioProject } from '../../../storage/studio/studio-project.ts';
import type { StudioProjects } from '../../../storage/studio/studio-projects.ts';
import { editDraft } from './edit-draft.ts';
import { createDraftHistory } from './draft-history.ts';
import { createProject } from '../draft/new-project.ts';
import { createProjectKeeper, type ProjectKeeper, type ProjectUpdate } from './project-keeper.ts';
import { listProjectActions } from './project-actions.ts';
import { createBriefReader } from './read-brief.ts';
import { listenToTabs, shareProjects } from './share-projects.ts';
import { createSetMaker } from './make-set.ts';
import { createSetQueue } from './set-queue.ts';
import type { StudioNews } from './studio-news.ts';
import type { StudioActions, StudioState, StudioStore } from './studio-state.ts';

export interface StudioStoreDependencies {
  engine: Pick<StudioEngine, 'analyzeContext'>;
  /** Batches in the queue of pictures. */
  openBatches(): Promise<Batches>;
  tabs: Pick<Tabs<StudioNews>, 'tell' | 'listen'>;
  locks: Locks;
  openProjects(): Promise<StudioProjects>;
  /** What the person has chosen to work with. */
  readModels(): {
    image: ImageManifest | undefined;
    /** Absent: the one that suits best of those that are here. */
    chatModel?: string;
    device: DevicePreference;
  };
  /** Id of the project that was open last. */
  lastOpen: { read(): string; write(id: string): void };
}

/** What the parts of the store share. */
export interface StudioParts extends StudioStoreDependencies {
  get(): StudioState & StudioActions;
  set(change: Partial<StudioState>): void;
  /** Changes what the person says, as a step that can be undone. */
  edit(change: (draft: StudioDraft) => StudioDraft, what?: string): void;
  /** Shows and keeps a change of the project on the screen. */
  change(update: ProjectUpdate, files?: ReadonlyMap<string, Blob>): void;
  /** The same for any project that is here. */
  changeOf(id: string, update: ProjectUpdate, files?: ReadonlyMap<string, Blob>): void;
  /** One that is here, as it is shown. */
  projectOf(id: string): StudioProject | undefined;
  readFiles(id: string): Promise<ReadonlyMap<string, Blob>>;
  /** Takes over what is in the store now: another tab may have changed it. */
  adopt(id: string): Promise<void>;
  /** Shows another project. */
  show(project: StudioProject, files: ReadonlyMap<string, Blob>): void;
  report(thrown: unknown): void;
  keeper: ProjectKeeper;
}

/** One brief at a time, and what is made for it; all of it is kept. */
export function createStudioStore(dependencies: StudioStoreDependencies): StudioStore {
  const { tabs, lastOpen } = dependencies;
  let opening: Promise<StudioProjects> | undefined;
  const openProjects = () => (opening ??= dependencies.openProjects());
  const history = createDraftHistory();

  return createStore<StudioState & StudioActions>()((set, get) => {
    const report = (thrown: unknown) =>
      set({ problem: EngineError.from(thrown), unsaved: keeper.listUnsaved() });
    const keeper = createProjectKeeper({
      open: openProjects,
      report,
      onWrite: (id) => tabs.tell({ type: 'project-change', id }),
    });
    function edit(edited: (draft: StudioDraft) => StudioDraft, what = ''): void {
      const { draft } = get().project;
      const next = edited(draft);
      if (next === draft) return;
      history.note(draft, what);
      shared.change((project) => ({ ...project, draft: next }));
      set(history.reach());
    }
    function show(project: StudioProject, files: ReadonlyMap<string, Blob>): void {
      history.forget();
      lastOpen.write(project.id);
      set({
        project,
        files,
        run: queue.runOf(project.id),
        reading: { status: 'idle' },
        ...history.reach(),
      });
    }
    const step = (draft: StudioDraft | undefined) => {
      if (draft) shared.change((project) => ({ ...project, draft }));
      set(history.reach());
    };
    const shared = shareProjects({ get, set, keeper, lastOpen });
    const parts: StudioParts = {
      ...dependencies,
      ...shared,
      openProjects,
      get,
      set,
      edit,
      show,
      report,
      keeper,
    };
    const queue = createSetQueue(parts);
    const { pauseQueue, continueQueue } = queue;
    listenToTabs(parts, queue);
    return {
      projects: null,
      project: createProject(),
      files: new Map(),
      reading: { status: 'idle' },
      run: { status: 'idle' },
      canUndo: false,
      canRedo: false,
      removed: null,
      problem: null,
      unsaved: [],
      ...editDraft(edit),
      ...createBriefReader(parts),
      ...createSetMaker(parts, queue),
      ...listProjectActions(parts, queue),
      pauseQueue,
      continueQueue,
      undo: () => step(history.undo(get().project.draft)),
      redo: () => step(history.redo(get().project.draft)),
      dismiss: () => set({ problem: null }),
      keepUnsaved: () =>
        keeper.keepUnsaved().then(() => set({ problem: null, unsaved: [] }), report),
    };
  });
}
