import type { DevicePreference } from '../../../engine/device.ts';
import { EngineError, throwIfAborted } from '../../../engine/errors.ts';
import type { BatchEvent } from '../../../engine/studio/batch/batch-request.ts';
import type { Batches } from '../../../engine/studio/batch/batches.ts';
import type { StageName } from '../../../engine/studio/stages/stages.ts';
import { STAGES } from '../../../engine/studio/stages/stages.ts';
import type {
  MadeSet,
  PendingDraw,
  StudioProject,
} from '../../../storage/studio/studio-project.ts';
import { toBatchRequest } from '../set/plan-set.ts';
import { takeEvent } from '../set/take-event.ts';
import { beginWork, followWork } from './follow-work.ts';
import type { ProjectUpdate } from './project-keeper.ts';
import type { RunWork, StudioRun } from './studio-state.ts';

/** What following a project's draws needs of the store. */
export interface FollowContext {
  batches: Batches;
  device: DevicePreference;
  projectId: string;
  read(): StudioProject | undefined;
  readFiles(): Promise<ReadonlyMap<string, Blob>>;
  change(update: ProjectUpdate, files?: ReadonlyMap<string, Blob>): void;
  /** `false`: not all could be written. */
  flush(): Promise<boolean>;
  show(run: StudioRun): void;
}

export const pendingOf = (project: Pick<StudioProject, 'pending'> | undefined) =>
  project?.pending ?? [];

/** Without draws that have ended, however they have. */
export function dropPending(batchIds: readonly string[]): ProjectUpdate {
  return (project) => {
    const pending = pendingOf(project).filter(({ batchId }) => !batchIds.includes(batchId));
    const { pending: _before, ...rest } = project;
    return pending.length > 0 ? { ...rest, pending } : rest;
  };
}

/**
 * Follows the draws of a project through the queue, one after the other, and puts what they make
 * into it. Whatever happens, what was made is kept; a draw that fails takes those behind it along.
 */
export async function followPending(context: FollowContext, signal: AbortSignal): Promise<void> {
  const { batches, read, change, show } = context;
  const all = pendingOf(read());
  let work = beginWork({ draws: all.map(({ draw }) => draw), toDraw: countMissing(all) });
  const onEvent = (event: BatchEvent, { draw }: PendingDraw) =>
    show({ status: 'running', work: (work = followWork(work, event, draw)) });
  try {
    for (let [next] = pendingOf(read()); next; [next] = pendingOf(read()))
      if (!(await followDraw(context, next, signal, onEvent))) break;
    show({ status: 'idle' });
  } catch (thrown) {
    const error = EngineError.from(thrown);
    const left = all.map(({ batchId }) => batchId);
    change(dropPending(left));
    show(describeEnd(error, work));
    // It is told here: nobody has to dismiss it among the pictures as well.
    for (const batchId of left) await batches.forget(batchId);
  }
}

function describeEnd(error: EngineError, { stage }: RunWork): StudioRun {
  if (error.code === 'aborted') return { status: 'stopped' };
  return { status: 'failed', error, stage: readStage(error) ?? stage };
}

/** `false`: what it made is in the queue's store alone, from where a later visit takes it. */
async function followDraw(
  context: FollowContext,
  pending: PendingDraw,
  signal: AbortSignal,
  onEvent: (event: BatchEvent, pending: PendingDraw) => void,
): Promise<boolean> {
  const { batches, device, readFiles, flush, show } = context;
  const { batchId } = pending;
  const request = { ...toBatchRequest(pending, await readFiles()), device };
  for await (const event of batches.run(batchId, request, signal)) {
    if (event.type === 'batch-wait') {
      const { before, isPaused } = event;
      show({ status: 'waiting', before, isPaused });
      continue;
    }
    throwIfAborted(signal);
    onEvent(event, pending);
    take(context, event, pending);
    // The queue's store forgets it when it is asked for what comes after the end.
    if (event.type === 'finish' && !(await flush())) return false;
  }
  return true;
}

function take({ read, change }: FollowContext, event: BatchEvent, pending: PendingDraw): void {
  const made = read()?.made;
  const taken = made && takeEvent(made, event, pending);
  if (!taken) return;
  const isEnd = event.type === 'finish';
  const drop = dropPending([pending.batchId]);
  change((project) => {
    const changed = { ...project, made: takeAgain(project.made, event, pending) };
    return isEnd ? drop(changed) : changed;
  }, taken.files);
}

const takeAgain = (made: MadeSet, event: BatchEvent, pending: PendingDraw) =>
  takeEvent(made, event, pending)?.made ?? made;

const countMissing = (pending: readonly PendingDraw[]) =>
  pending.flatMap(({ draw }) => draw.bases.filter((base) => base === undefined)).length;

function readStage({ details }: EngineError): StageName | undefined {
  return STAGES.find((stage) => stage === details.stage);
}
