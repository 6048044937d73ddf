import { EngineError } from '../../../engine/errors.ts';
import { listShapes } from '../../../engine/diffusion/plan/picture-shapes.ts';
import type { BatchEvent } from '../../../engine/studio/batch/batch-request.ts';
import type { StageName } from '../../../engine/studio/stages/stages.ts';
import { STAGES } from '../../../engine/studio/stages/stages.ts';
import type { MadeSet, StudioDraft } from '../../../storage/studio/studio-project.ts';
import { beginWork, followWork } from './follow-work.ts';
import {
  chosenCard,
  keyOfDraw,
  planDraw,
  planSet,
  toBatchRequest,
  type PlannedDraw,
} from '../set/plan-set.ts';
import { takeEvent } from '../set/take-event.ts';
import type { StudioParts } from './studio-store.ts';
import type { RunWork, StudioActions } from './studio-state.ts';

type MakeActions = Pick<
  StudioActions,
  'make' | 'makeWithout' | 'drawAnew' | 'redraw' | 'swapSets' | 'stop' | 'setFocalPoint'
>;

/** Makes a set, one draw after the other; what a draw has made is kept whatever happens then. */
export function createSetMaker(parts: StudioParts): MakeActions {
  const { runBatch, readModels, get, set, change, edit } = parts;
  let stopper = new AbortController();

  function take(event: BatchEvent, planned: PlannedDraw, draft: StudioDraft): void {
    const { project, files } = get();
    const taken = takeEvent(project.made, event, { planned, draft });
    if (!taken) return;
    const fresh = [...taken.files].filter(([id, file]) => files.get(id) !== file);
    change({ made: taken.made }, new Map(fresh));
  }

  async function runDraw(
    planned: PlannedDraw,
    draft: StudioDraft,
    signal: AbortSignal,
    onEvent: (event: BatchEvent) => void,
  ): Promise<void> {
    const { image, device } = readModels();
    if (!image) return;
    const request = toBatchRequest(planned, draft, get().files, image.id);
    for await (const event of runBatch({ ...request, device }, signal)) {
      if (signal.aborted) return;
      onEvent(event);
      take(event, planned, draft);
    }
  }

  async function run(draws: readonly PlannedDraw[]): Promise<void> {
    if (get().run.status === 'running' || draws.length === 0) return;
    const { signal } = (stopper = new AbortController());
    const { draft } = get().project;
    let work: RunWork = beginWork({ draws, toDraw: countMissing(draws) });
    const show = (next: RunWork) => set({ run: { status: 'running', work: (work = next) } });
    signal.addEventListener('abort', () => set({ run: { status: 'stopped' } }), { once: true });
    show(work);
    try {
      for (const planned of draws)
        await runDraw(planned, draft, signal, (event) => show(followWork(work, event, planned)));
      if (!signal.aborted) set({ run: { status: 'idle' } });
    } catch (thrown) {
      if (signal.aborted) return;
      const error = EngineError.from(thrown);
      set({ run: { status: 'failed', error, stage: readStage(error) ?? work.stage } });
    }
  }

  /** What is there now can be had again once it was drawn anew. */
  const keepBefore = ({ images }: MadeSet) =>
    images.length > 0 && change({ before: get().project.made });

  async function make(): Promise<void> {
    const { project } = get();
    const plan = planSet(project, readModels().image);
    if (!plan) return;
    const isNewPrompt = plan.draws.every(({ id }) => project.made.draws.every((d) => d.id !== id));
    if (isNewPrompt) keepBefore(project.made);
    const stale = new Set(plan.stale);
    await run(plan.draws.filter(({ sizes }) => sizes.some(({ name }) => stale.has(name))));
  }

  async function drawSizes(names: readonly string[]): Promise<void> {
    const { project } = get();
    const { image } = readModels();
    const card = chosenCard(project.draft);
    if (!image || !card || get().run.status === 'running') return;
    const sizes = project.draft.sizes.filter(({ name }) => names.includes(name));
    const draw = { id: crypto.randomUUID(), key: keyOfDraw(card, image.id), bases: [] };
    keepBefore(project.made);
    await run([planDraw(draw, sizes, listShapes(image))]);
  }

  let applying: ReturnType<typeof setTimeout> | undefined;
  function applySoon(): void {
    clearTimeout(applying);
    applying = setTimeout(() => {
      if (get().run.status === 'running') applySoon();
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
      const { made, before } = get().project;
      if (before && get().run.status !== 'running') change({ made: before, before: made });
    },
    stop() {
      if (get().run.status === 'running') stopper.abort();
    },
    /** Crops follow once the point has come to rest; nothing is drawn for that. */
    setFocalPoint(baseId, point) {
      applySoon();
      const { made } = get().project;
      const draws = made.draws.map((draw) => ({
        ...draw,
        bases: draw.bases.map(({ given, ...base }) => {
          const kept = base.id === baseId ? point : given;
          return kept ? { ...base, given: kept } : base;
        }),
      }));
      change({ made: { ...made, draws } });
    },
  };
}

const REST_MS = 700;

const countMissing = (draws: readonly PlannedDraw[]) =>
  draws.flatMap(({ bases }) => bases.filter((base) => base === undefined)).length;

function readStage({ details }: EngineError): StageName | undefined {
  return STAGES.find((stage) => stage === details.stage);
}
