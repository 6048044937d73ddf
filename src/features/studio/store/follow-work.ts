import type { BatchEvent } from '../../../engine/studio/batch/batch-request.ts';
import type { RunWork } from './studio-state.ts';
import type { PlannedDraw, SetPlan } from '../set/plan-set.ts';

/** What is ahead of a run. */
export function beginWork({ draws, toDraw }: Pick<SetPlan, 'draws' | 'toDraw'>): RunWork {
  return {
    toDraw,
    drawn: 0,
    sizes: draws.reduce((sum, { sizes }) => sum + sizes.length, 0),
    made: 0,
    names: [],
    base: null,
    stage: null,
    done: 0,
    preview: null,
  };
}

/** What is being done, after an event of a batch. */
export function followWork(work: RunWork, event: BatchEvent, planned: PlannedDraw): RunWork {
  const baseOf = (index: number) => planned.plan.bases[index] ?? null;
  const namesOf = (index: number) =>
    planned.plan.sizes.filter(({ base }) => base === index).map(({ size }) => size.name);
  switch (event.type) {
    case 'base-event': {
      const step = event.event;
      const at = { base: baseOf(event.base), names: namesOf(event.base), stage: step.stage };
      if (step.type === 'stage-progress')
        return { ...work, ...at, done: step.done, preview: step.preview ?? work.preview };
      if (step.type === 'stage-start') return { ...work, ...at, done: 0 };
      const isDrawn = step.stage === 'diffuse';
      // What comes after the last stage of a drawing are its sizes.
      const stage = step.stage === 'output' ? 'cut' : step.stage;
      return { ...work, stage, done: 1, ...(isDrawn && { drawn: work.drawn + 1 }) };
    }
    case 'cut-progress':
      return {
        ...work,
        base: baseOf(event.base),
        names: namesOf(event.base),
        stage: 'cut',
        done: event.done,
        preview: null,
      };
    case 'base-end':
      return {
        ...work,
        base: baseOf(event.index),
        names: namesOf(event.index),
        stage: 'cut',
        done: 1,
        preview: null,
      };
    case 'size-end':
      return {
        ...work,
        made: work.made + 1,
        names: work.names.filter((name) => name !== event.image.name),
      };
    default:
      return work;
  }
}

/** Drawing takes most of the time where anything is drawn. */
const DRAWING = 0.8;

/** How much of a run is done, 0 to 1. */
export function shareDone({ toDraw, drawn, sizes, made, stage, done }: RunWork): number {
  const drawing = toDraw === 0 ? 0 : DRAWING;
  const present = stage === 'diffuse' && drawn < toDraw ? done : 0;
  const drawnShare = toDraw === 0 ? 0 : Math.min(1, (drawn + present) / toDraw);
  return drawing * drawnShare + (1 - drawing) * (sizes === 0 ? 0 : made / sizes);
}
