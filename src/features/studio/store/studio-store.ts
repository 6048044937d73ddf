import { createStore } from 'zustand/vanilla';
import type { DevicePreference } from '../../../engine/device.ts';
import { EngineError } from '../../../engine/errors.ts';
import type { ImageManifest } from '../../../engine/models/manifest.ts';
import type { BatchEvent, BatchRequest } from '../../../engine/studio/batch/batch-request.ts';
import type { StudioEngine } from '../../../engine/studio/studio-engine.ts';
import type { StudioDraft, StudioProject } from '../../../storage/studio/studio-project.ts';
import type { StudioProjects } from '../../../storage/studio/studio-projects.ts';
import { editDraft } from './edit-draft.ts';
import { createDraftHistory } from './draft-history.ts';
import { createProject, isUntouched } from '../draft/new-project.ts';
import { createProjectKeeper } from './project-keeper.ts';
import { listProjectActions } from './project-actions.ts';
import { createBriefReader } from './read-brief.ts';
import { createSetMaker } from './make-set.ts';
import type { StudioActions, StudioState, StudioStore } from './studio-state.ts';

export interface StudioStoreDependencies {
  engine: Pick<StudioEngine, 'analyzeContext'>;
  /** Makes a batch. */
  runBatch(request: BatchRequest, signal: AbortSignal): AsyncIterable<BatchEvent>;
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
  change(change: Partial<StudioProject>, files?: ReadonlyMap<string, Blob>): void;
  /** Shows another project. */
  show(project: StudioProject, files: ReadonlyMap<string, Blob>): void;
  report(thrown: unknown): void;
  keeper: ReturnType<typeof createProjectKeeper>;
}

/** One brief at a time, and what is made for it; all of it is kept. */
export function createStudioStore(dependencies: StudioStoreDependencies): StudioStore {
  let opening: Promise<StudioProjects> | undefined;
  const openProjects = () => (opening ??= dependencies.openProjects());
  const history = createDraftHistory();

  return createStore<StudioState & StudioActions>()((set, get) => {
    const report = (thrown: unknown) =>
      set({ problem: EngineError.from(thrown), unsaved: keeper.listUnsaved() });
    const keeper = createProjectKeeper(openProjects, report);

    function change(changed: Partial<StudioProject>, files?: ReadonlyMap<string, Blob>): void {
      const project = { ...get().project, ...changed, updatedAt: Date.now() };
      set(({ projects, files: before }) => ({
        project,
        projects: isUntouched(project) ? projects : putFirst(projects, project),
        ...(files && files.size > 0 && { files: new Map([...before, ...files]) }),
      }));
      if (isUntouched(project)) return;
      dependencies.lastOpen.write(project.id);
      keeper.save(project, files);
    }
    function edit(edited: (draft: StudioDraft) => StudioDraft, what = ''): void {
      const { draft } = get().project;
      const next = edited(draft);
      if (next === draft) return;
      history.note(draft, what);
      change({ draft: next });
      set(history.reach());
    }
    function show(project: StudioProject, files: ReadonlyMap<string, Blob>): void {
      history.forget();
      dependencies.lastOpen.write(project.id);
      set({
        project,
        files,
        run: { status: 'idle' },
        reading: { status: 'idle' },
        ...history.reach(),
      });
    }
    const step = (draft: StudioDraft | undefined) => {
      if (draft) change({ draft });
      set(history.reach());
    };
    const parts: StudioParts = {
      ...dependencies,
      openProjects,
      get,
      set,
      edit,
      change,
      show,
      report,
      keeper,
    };
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
      ...createSetMaker(parts),
      ...listProjectActions(parts),
      undo: () => step(history.undo(get().project.draft)),
      redo: () => step(history.redo(get().project.draft)),
      dismiss: () => set({ problem: null }),
      keepUnsaved: () =>
        keeper.keepUnsaved().then(() => set({ problem: null, unsaved: [] }), report),
    };
  });
}

function putFirst(
  projects: readonly StudioProject[] | null,
  project: StudioProject,
): readonly StudioProject[] {
  return [project, ...(projects ?? []).filter(({ id }) => id !== project.id)];
}
