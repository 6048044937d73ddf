import type { StoreApi } from 'zustand/vanilla';
import type { EngineError } from '../../../engine/errors.ts';
import type { PictureSize } from '../../../engine/images/picture-size.ts';
import type { PixelImage } from '../../../engine/images/pixel-image.ts';
import type { WantedSize } from '../../../engine/studio/batch/plan-bases.ts';
import type { StageName } from '../../../engine/studio/stages/stages.ts';
import type {
  BriefTags,
  PromptCard,
  StageSettings,
  StudioDraft,
  StudioProject,
} from '../../../storage/studio/studio-project.ts';
import type { ProjectStart } from './project-start.ts';
import type { SwitchedStage } from '../draft/stage-options.ts';

/** What is being made now. */
export interface RunWork {
  /** Pictures to draw, and those that are drawn. */
  toDraw: number;
  drawn: number;
  /** Sizes to make, and those that are made. */
  sizes: number;
  made: number;
  /** Names of the sizes of the draw that is worked on. */
  names: readonly string[];
  /** The picture that is worked on. */
  base: PictureSize | null;
  /** `cut`: its sizes are cut out. */
  stage: StageName | 'cut' | null;
  /** Of the stage, 0 to 1. */
  done: number;
  preview: PixelImage | null;
}

export type StudioRun =
  | { status: 'idle' }
  /** Jobs are before it in the queue; `isPaused`: until somebody continues the queue. */
  | { status: 'waiting'; before: number; isPaused: boolean }
  | { status: 'running'; work: RunWork }
  | { status: 'stopped' }
  | { status: 'failed'; error: EngineError; stage: StageName | 'cut' | null };

/** `improving`: the rules have answered, and the chat model is being asked. */
export type Reading =
  | { status: 'idle' }
  | { status: 'running' }
  | { status: 'improving' }
  | { status: 'failed'; error: EngineError };

export interface StudioState {
  /** The one that was changed last first; `null` until they have been read. */
  projects: readonly StudioProject[] | null;
  /** The one on the screen; in no list until something is written. */
  project: StudioProject;
  /** Its files by their ids. */
  files: ReadonlyMap<string, Blob>;
  reading: Reading;
  run: StudioRun;
  canUndo: boolean;
  canRedo: boolean;
  /** Deleted a moment ago, and can still be restored. */
  removed: StudioProject | null;
  /** What the browser did not keep. */
  problem: EngineError | null;
  /** Ids of projects that the store has refused, as of the last problem. */
  unsaved: readonly string[];
}

export interface StudioActions {
  /** Reads the projects and opens the one that was open; once. */
  restore(): Promise<void>;
  setBrief(brief: string): void;
  /** Reads the brief and writes prompts: the rules' at once, then those of the chat model. */
  understand(): Promise<void>;
  /** Keeps what there is and asks no further. */
  stopReading(): void;
  /** `undefined`: as the brief says. The prompts follow. */
  setTag<Tag extends keyof BriefTags>(tag: Tag, value: BriefTags[Tag]): Promise<void>;
  chooseCard(id: string): void;
  editCard(
    id: string,
    change: Partial<Pick<PromptCard, 'name' | 'prompt' | 'negativePrompt'>>,
  ): void;
  /** Another card, to be written by hand. */
  addCard(): void;
  removeCard(id: string): void;
  addSize(size: WantedSize): void;
  removeSize(name: string): void;
  setStage<Stage extends keyof StageSettings>(
    stage: Stage,
    change: Partial<StageSettings[Stage]>,
  ): void;
  setAlt(alt: string): void;
  undo(): void;
  redo(): void;
  /** Makes what is missing or not up to date; draws only what was not drawn. */
  make(): Promise<void>;
  /** The same without a stage that has failed. */
  makeWithout(stage: SwitchedStage): Promise<void>;
  /** Draws everything with another seed. */
  drawAnew(): Promise<void>;
  /** Draws one size with another seed; the others stay. */
  redraw(name: string): Promise<void>;
  /** Swaps the set for the one before it was redrawn, and back. */
  swapSets(): void;
  stop(): void;
  /** Begins no other job of the queue until `continueQueue`. */
  pauseQueue(): void;
  /** Goes on with what waits, also with what an earlier visit has left. */
  continueQueue(): Promise<void>;
  /** Crops of this base keep a point; `null`: it is found again. */
  setFocalPoint(baseId: string, point: { x: number; y: number } | null): void;
  /** Puts away this project and begins another, empty or with what another screen has to give. */
  begin(start?: ProjectStart): Promise<void>;
  /** Reads the projects once more, after some were added. */
  reread(): Promise<void>;
  open(id: string): Promise<void>;
  rename(id: string, name: string): void;
  duplicate(id: string): Promise<void>;
  remove(id: string): Promise<void>;
  undoRemove(): Promise<void>;
  /** A picture that stands for a project; `undefined` where it has none. */
  readCover(project: StudioProject): Promise<Blob | undefined>;
  dismiss(): void;
  /** Tries once more to keep what the store has refused. */
  keepUnsaved(): Promise<void>;
}

export type StudioStore = StoreApi<StudioState & StudioActions>;

/** Whether something is being made, or waits to be. */
export const isBusy = ({ status }: StudioRun): boolean =>
  status === 'waiting' || status === 'running';

/** What the person says, with everything else. */
export type EditDraft = (change: (draft: StudioDraft) => StudioDraft, what?: string) => void;
