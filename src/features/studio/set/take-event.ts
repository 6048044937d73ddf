import type { Findings } from '../../../engine/image-ops/findings.ts';
import type { BatchEvent } from '../../../engine/studio/batch/batch-request.ts';
import type { PictureSoFar } from '../../../engine/studio/stages/picture-request.ts';
import type {
  MadeBase,
  MadeDraw,
  MadeImage,
  MadeSet,
  StudioDraft,
} from '../../../storage/studio/studio-project.ts';
import { keyOfCheck, keyOfImage, type PlannedDraw } from './plan-set.ts';

/** What was made, and the files that are new in it. */
export interface TakenEvent {
  made: MadeSet;
  files: ReadonlyMap<string, Blob>;
}

/** The run that an event is of: what it was asked for. */
export interface TakeContext {
  planned: PlannedDraw;
  draft: StudioDraft;
}

/** Puts what a batch has made into the set; `undefined` if that is nothing to keep. */
export function takeEvent(
  made: MadeSet,
  event: BatchEvent,
  context: TakeContext,
): TakenEvent | undefined {
  switch (event.type) {
    case 'batch-start':
      return { made: beginDraw(made, event.seed, context.planned), files: NOTHING };
    case 'base-event':
      // From a picture that was drawn, a later run goes on, whatever happens to this one.
      return event.event.type === 'stage-end' &&
        event.event.stage === 'diffuse' &&
        event.event.picture
        ? takeBase(made, event.base, event.event.picture, {}, context)
        : undefined;
    case 'base-end': {
      const { focalPoint, findings, ...picture } = event.base;
      const checked = keyOfCheck(context.draft);
      const known = {
        ...(focalPoint.method !== 'given' && { found: focalPoint }),
        ...(checked && { checked }),
        ...describeFlags(findings),
      };
      return takeBase(made, event.index, picture, known, context);
    }
    case 'size-end':
      return takeImage(made, event.image, context);
    default:
      return undefined;
  }
}

const NOTHING: ReadonlyMap<string, Blob> = new Map();

function describeFlags(findings: Findings | undefined): Pick<MadeBase, 'flags'> {
  return findings?.verdict ? { flags: [...findings.verdict.flags] } : {};
}

/** The draw has these sizes from now on, and no other has. */
function beginDraw(made: MadeSet, seed: number, planned: PlannedDraw): MadeSet {
  const sizes = planned.sizes.map(({ name }) => name);
  const isHere = made.draws.some(({ id }) => id === planned.id);
  const others = made.draws.map((draw) => ({
    ...draw,
    sizes: draw.id === planned.id ? sizes : draw.sizes.filter((name) => !sizes.includes(name)),
  }));
  const started: MadeDraw = { id: planned.id, key: planned.key, seed, sizes, bases: [] };
  return { ...made, draws: isHere ? others : [...others, started] };
}

/** In the place of the one of its shape; its file is new only if its pixels are. */
function takeBase(
  made: MadeSet,
  index: number,
  { file, width, height, parameters }: PictureSoFar,
  known: Partial<MadeBase>,
  { planned }: TakeContext,
): TakenEvent {
  const shape = planned.plan.bases[index] ?? { width, height };
  const draw = made.draws.find(({ id }) => id === planned.id);
  const isSame = (base: MadeBase) => base.width === shape.width && base.height === shape.height;
  const before = draw?.bases.find(isSame);
  const id = before?.id ?? crypto.randomUUID();
  const base: MadeBase = { ...before, id, ...shape, parameters, ...known };
  const bases = [...(draw?.bases ?? []).filter((each) => !isSame(each)), base];
  return {
    made: {
      ...made,
      draws: made.draws.map((each) => (each.id === planned.id ? { ...each, bases } : each)),
    },
    files: new Map([[id, file]]),
  };
}

function takeImage(
  made: MadeSet,
  image: Extract<BatchEvent, { type: 'size-end' }>['image'],
  { planned, draft }: TakeContext,
): TakenEvent {
  const { name, width, height, crop, file, parameters, findings } = image;
  const shape = planned.plan.bases[image.base];
  const base = made.draws
    .find(({ id }) => id === planned.id)
    ?.bases.find((each) => each.width === shape?.width && each.height === shape.height);
  if (!base) return { made, files: NOTHING };
  const taken: MadeImage = {
    id: crypto.randomUUID(),
    name,
    width,
    height,
    baseId: base.id,
    crop,
    parameters,
    type: file.type,
    sizeBytes: file.size,
    // The point may have been moved since.
    applied: keyOfImage(
      draft,
      { name, width, height },
      { id: base.id, given: planned.bases[image.base]?.given },
    ),
    notes: describeNotes(findings),
  };
  const images = [...made.images.filter((each) => each.name !== name), taken];
  return { made: dropUnused({ ...made, images }), files: new Map([[taken.id, file]]) };
}

function describeNotes({ textBlocks = [] }: Findings): string[] {
  return [
    ...(textBlocks.some(({ isShortened }) => isShortened) ? ['The text was cut short.'] : []),
    ...textBlocks
      .filter(({ missing }) => missing !== '')
      .map(({ missing }) => `No font has ${missing}.`),
  ];
}

/** Draws of which nothing is shown any more are gone; a picture that was brought in stays. */
function dropUnused(made: MadeSet): MadeSet {
  const shown = new Set(made.images.map(({ baseId }) => baseId));
  return {
    ...made,
    draws: made.draws.filter(
      ({ sizes, bases, isGiven }) =>
        isGiven || sizes.length > 0 || bases.some(({ id }) => shown.has(id)),
    ),
  };
}
