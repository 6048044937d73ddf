import { listShapes } from '../../../engine/diffusion/plan/picture-shapes.ts';
import { drawSeed } from '../../../engine/studio/batch/draw-seed.ts';
import type { PendingDraw } from '../../../storage/studio/studio-project.ts';
import { chosenCard, keyOfDraw, planDraw, planSet, type PlannedDraw } from '../set/plan-set.ts';
import { pendingOf } from './follow-pending.ts';
import type { ProjectUpdate } from './project-keeper.ts';
import type { SetQueue } from './set-queue.ts';
import type { StudioParts } from './studio-store.ts';
import { isBusy, type StudioActions } from './studio-state.ts';

type MakeActions = Pick<
  StudioActions,
  'make' | 'makeWithout' | 'drawAnew' | 'redraw' | 'swapSets' | 'stop' | 'setFocalPoint'
>;

/** Makes a set, one draw after the other; what a draw has made is kept whatever happens then. */
export function createSetMaker(parts: StudioParts, queue: SetQueue): MakeActions {
  const { readModels, get, change, edit } = parts;
  const isMaking = () => isBusy(get().run) || pendingOf(get().project).length > 0;

  async function run(
    draws: readonly PlannedDraw[],
    how: Pick<PendingDraw, 'isDrawnAnew'> = {},
  ): Promise<void> {
    const { id, draft } = get().project;
    const { image } = readModels();
    if (!image || draws.length === 0) return;
    const pending = draws.map((draw): PendingDraw => {
      const copy = structuredClone(draw) as PendingDraw['draw'];
      return { batchId: crypto.randomUUID(), draw: copy, draft, model: image.id, ...how };
    });
    await queue.draw(id, pending);
  }

  /** What is there now can be had again once something else was drawn. */
  const keepBefore: ProjectUpdate = (project) =>
    project.made.images.length > 0 ? { ...project, before: project.made } : project;

  async function make(): Promise<void> {
    if (isMaking()) return;
    const { project } = get();
    const plan = planSet(project, readModels().image);
    if (!plan) return;
    const isNewPrompt = plan.draws.every(({ id }) => project.made.draws.every((d) => d.id !== id));
    if (isNewPrompt) change(keepBefore);
    const stale = new Set(plan.stale);
    await run(plan.draws.filter(({ sizes }) => sizes.some(({ name }) => stale.has(name))));
  }

  async function drawSizes(names: readonly string[]): Promise<void> {
    const { draft } = get().project;
    const { image } = readModels();
    const card = chosenCard(draft);
    if (!image || !card || isMaking()) return;
    const sizes = draft.sizes.filter(({ name }) => names.includes(name));
    const key = keyOfDraw(card, image.id);
    const draw = { id: crypto.randomUUID(), key, seed: drawSeed(), bases: [] };
    change(keepBefore);
    await run([planDraw(draw, sizes, listShapes(image))], { isDrawnAnew: true });
  }

  let applying: ReturnType<typeof setTimeout> | undefined;
  function applySoon(): void {
    clearTimeout(applying);
    applying = setTimeout(() => {
      if (isMaking()) applySoon();
      else if (planSet(get().project, readModels().image)?.toDraw === 0) void make();
    }, REST_MS);
  }

  return {
    make,
    async makeWithout(stage) {
      edit((draft) => ({
        ...draft,
        stages: { ...draft.stages, [stage]: { ...draft.stages[stage], isOn: false } },
      }));
      await make();
    },
    drawAnew: () => drawSizes(get().project.draft.sizes.map(({ name }) => name)),
    redraw: (name) => drawSizes([name]),
    swapSets() {
      if (isMaking()) return;
      change((project) => {
        const { made, before } = project;
        return before ? { ...project, made: before, before: made } : project;
      });
    },
    stop() {
      if (isMaking()) queue.stop(get().project.id);
    },
    /** Crops follow once the point has come to rest; nothing is drawn for that. */
    setFocalPoint(baseId, point) {
      applySoon();
      change(withPoint(baseId, point));
    },
  };
}

const withPoint =
  (baseId: string, point: { x: number; y: number } | null): ProjectUpdate =>
  (project) => {
    const draws = project.made.draws.map((draw) => ({
      ...draw,
      bases: draw.bases.map(({ given, ...base }) => {
        const kept = base.id === baseId ? point : given;
        return kept ? { ...base, given: kept } : base;
      }),
    }));
    return { ...project, made: { ...project.made, draws } };
  };

const REST_MS = 700;
