import type { Findings } from '../../../engine/image-ops/findings.ts';
import type { BatchEvent } from '../../../engine/studio/batch/batch-request.ts';
import type { PictureSoFar } from '../../../engine/studio/stages/picture-request.ts';
import type {
  MadeBase,
  MadeDraw,
  MadeImage,
  MadeSet,
  PendingDraw,
} from '../../../storage/studio/studio-project.ts';
import { keyOfCheck, keyOfImage } from './plan-set.ts';

/** What was made, and the files that are new in it. */
export interface TakenEvent {
  made: MadeSet;
  files: ReadonlyMap<string, Blob>;
}

/**
 * Puts what a batch has made into the set; `undefined` if that is nothing to keep. The same event
 * gives the same ids however often it is taken, so that what is told again after a reload is not
 * there twice.
 */
export function takeEvent(
  before: MadeSet,
  event: BatchEvent,
  pending: PendingDraw,
): TakenEvent | undefined {
  const made = beginDraw(before, pending.draw);
  switch (event.type) {
    case 'batch-start':
      return { made, files: NOTHING };
    case 'base-event':
      // From a picture that was drawn, a later run goes on, whatever happens to this one.
      return event.event.type === 'stage-end' &&
        event.event.stage === 'diffuse' &&
        event.event.picture
        ? takeBase(made, event.base, event.event.picture, {}, pending)
        : undefined;
    case 'base-end': {
      const { focalPoint, findings, ...picture } = event.base;
      const checked = keyOfCheck(pending.draft);
      const known = {
        ...(focalPoint.method !== 'given' && { found: focalPoint }),
        ...(checked && { checked }),
        ...describeFlags(findings),
      };
      return takeBase(made, event.index, picture, known, pending);
    }
    case 'size-end':
      return takeImage(made, event.image, pending);
    case 'finish':
      return { made: noteCached(made, pending.draw, event.cached === true), files: NOTHING };
    default:
      return undefined;
  }
}

const NOTHING: ReadonlyMap<string, Blob> = new Map();

function describeFlags(findings: Findings | undefined): Pick<MadeBase, 'flags'> {
  return findings?.verdict ? { flags: [...findings.verdict.flags] } : {};
}

/** The draw has these sizes from now on, and no other has. */
function beginDraw(made: MadeSet, { id, key, seed, sizes: planned }: PendingDraw['draw']): MadeSet {
  const sizes = planned.map(({ name }) => name);
  const own = made.draws.find((draw) => draw.id === id);
  if (own && own.sizes.join('\n') === sizes.join('\n')) return made;
  const draws = made.draws.map((draw) => ({
    ...draw,
    sizes: draw === own ? sizes : draw.sizes.filter((name) => !sizes.includes(name)),
  }));
  const started: MadeDraw = { id, key, seed, sizes, bases: [] };
  return { ...made, draws: own ? draws : [...draws, started] };
}

/** What is drawn now is not from the cache, also where its base was. */
function noteCached(made: MadeSet, { id }: PendingDraw['draw'], isCached: boolean): MadeSet {
  const draws = made.draws.map((draw) => {
    const { isCached: _before, ...rest } = draw;
    return draw.id === id ? { ...rest, ...(isCached && { isCached }) } : draw;
  });
  return { ...made, draws };
}

/** In the place of the one of its shape; its file is new only if its pixels are. */
function takeBase(
  made: MadeSet,
  index: number,
  { file, width, height, parameters }: PictureSoFar,
  known: Partial<MadeBase>,
  { batchId, draw: planned }: PendingDraw,
): TakenEvent {
  const shape = planned.plan.bases[index] ?? { width, height };
  const draw = made.draws.find(({ id }) => id === planned.id);
  const isSame = (base: MadeBase) => base.width === shape.width && base.height === shape.height;
  const before = draw?.bases.find(isSame);
  const id = before?.id ?? `${batchId} base ${index}`;
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
  { batchId, draw: planned, draft }: PendingDraw,
): TakenEvent {
  const { name, width, height, crop, file, parameters, findings } = image;
  const shape = planned.plan.bases[image.base];
  const base = made.draws
    .find(({ id }) => id === planned.id)
    ?.bases.find((each) => each.width === shape?.width && each.height === shape.height);
  if (!base) return { made, files: NOTHING };
  const taken: MadeImage = {
    id: `${batchId} ${name}`,
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
