import * as z from 'zod/mini';
import { listShapes } from '../../../engine/diffusion/plan/picture-shapes.ts';
import type { PictureSize } from '../../../engine/images/picture-size.ts';
import type { ImageManifest } from '../../../engine/models/manifest.ts';
import type { BatchRequest } from '../../../engine/studio/batch/batch-request.ts';
import {
  planBases,
  type BasePlan,
  type WantedSize,
} from '../../../engine/studio/batch/plan-bases.ts';
import type {
  MadeBase,
  MadeDraw,
  MadeImage,
  MadeSet,
  PendingDraw,
  PromptCard,
  StudioDraft,
  StudioProject,
} from '../../../storage/studio/studio-project.ts';
import { toStageOptions } from '../draft/stage-options.ts';

/** Sizes that come out of pictures of one seed, and what of it is there already. */
export interface PlannedDraw {
  id: string;
  key: string;
  seed: number;
  sizes: readonly WantedSize[];
  plan: BasePlan;
  /** By the index of the plan's bases; those that are missing are drawn. */
  bases: readonly (MadeBase | undefined)[];
  /** Of a picture that was brought in. Absent: what the model draws. */
  shapes?: readonly PictureSize[];
}

/** What is to be done for all sizes of a project to be up to date. */
export interface SetPlan {
  draws: readonly PlannedDraw[];
  /** Pictures that a model has to draw. */
  toDraw: number;
  /** Sizes that are not as they should be. */
  stale: readonly string[];
  /** Sizes for which the model draws too small or too different a picture. */
  soft: readonly string[];
}

/** The card that is drawn. */
export function chosenCard({ cards, cardId }: StudioDraft): PromptCard | undefined {
  return cards.find(({ id }) => id === cardId) ?? cards[0];
}

/** What a picture is drawn of, as JSON; one that was brought in stays, whatever is said of it. */
export function keyOfDraw(card: PromptCard, model: string): string {
  if (card.isPicture) return JSON.stringify([card.id]);
  return JSON.stringify([card.prompt, card.negativePrompt, model]);
}

/**
 * The seed that a prompt is drawn with at first: always the same, so that a set which was made before
 * is not drawn a second time. 32-bit FNV-1a.
 */
export function seedOfKey(key: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(key)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

/** What becomes of a size after drawing, as JSON: it is up to date where it was made with the same. */
export function keyOfImage(
  draft: StudioDraft,
  size: WantedSize,
  base: Pick<MadeBase, 'id' | 'given'>,
): string {
  const { moderation: _, ...options } = toStageOptions(draft);
  return JSON.stringify([base.id, base.given ?? null, size.width, size.height, options]);
}

const appliedSchema = z.object({
  textOverlay: z.optional(z.unknown()),
  watermark: z.optional(z.unknown()),
  process: z.array(z.object({ op: z.string() })),
});

/** Names of the operations on a picture after it was cut, as `keyOfImage` has them. */
export function listAppliedOperations({ applied }: Pick<MadeImage, 'applied'>): string[] {
  const key = z.array(z.unknown()).parse(JSON.parse(applied));
  const { textOverlay, watermark, process } = appliedSchema.parse(key.at(-1));
  return [
    ...(textOverlay ? ['overlay'] : []),
    ...(watermark ? ['watermark'] : []),
    ...process.map(({ op }) => op),
  ];
}

/** How content is checked, as JSON; empty: it is not. */
export function keyOfCheck(draft: StudioDraft): string {
  const { moderation } = toStageOptions(draft);
  return moderation === undefined ? '' : JSON.stringify(moderation);
}

/** Undefined: there is nothing to draw yet. */
export function planSet(
  { draft, made }: Pick<StudioProject, 'draft' | 'made'>,
  manifest: ImageManifest | undefined,
): SetPlan | undefined {
  const card = chosenCard(draft);
  if (!card || !manifest || draft.sizes.length === 0) return undefined;
  if (card.prompt.trim() === '' && !card.isPicture) return undefined;
  const key = keyOfDraw(card, manifest.id);
  const shapes = listShapes(manifest);
  const draws = groupSizes(draft.sizes, made, key).map(({ draw, sizes }) =>
    planDraw(draw, sizes, shapes),
  );
  const missing = draws.flatMap(({ bases }) => bases.filter((base) => base === undefined));
  return {
    draws,
    toDraw: missing.length,
    stale: draws.flatMap((draw) => listStale(draw, draft, made.images)),
    soft: draws.flatMap(({ plan }) =>
      plan.sizes.filter(({ isWithinLimits }) => !isWithinLimits).map(({ size }) => size.name),
    ),
  };
}

type DrawBefore = Pick<MadeDraw, 'id' | 'key' | 'seed' | 'bases' | 'isGiven'>;

/** Each size belongs to the draw that it is of; sizes without one to the first of this prompt. */
function groupSizes(
  sizes: readonly WantedSize[],
  { draws }: MadeSet,
  key: string,
): { draw: DrawBefore; sizes: WantedSize[] }[] {
  const own = draws.filter((draw) => draw.key === key);
  const first = own[0] ?? { id: crypto.randomUUID(), key, seed: seedOfKey(key), bases: [] };
  const groups = new Map<DrawBefore, WantedSize[]>();
  for (const size of sizes) {
    const draw = own.find((each) => each.sizes.includes(size.name)) ?? first;
    groups.set(draw, [...(groups.get(draw) ?? []), size]);
  }
  return Array.from(groups, ([draw, members]) => ({ draw, sizes: members }));
}

/** Pictures that are there are used by their shape: another choice of sizes has other bases. */
export function planDraw(
  { id, key, seed, bases, isGiven = false }: DrawBefore,
  sizes: readonly WantedSize[],
  shapes: readonly PictureSize[],
): PlannedDraw {
  const plan = planBases(sizes, isGiven ? bases.map(shapeOf) : shapes);
  const used = plan.bases.map((shape) =>
    bases.find(({ width, height }) => width === shape.width && height === shape.height),
  );
  return { id, key, seed, sizes, plan, bases: used, ...(isGiven && { shapes: plan.bases }) };
}

const shapeOf = ({ width, height }: MadeBase): PictureSize => ({ width, height });

function listStale(
  { plan, bases }: PlannedDraw,
  draft: StudioDraft,
  images: readonly MadeImage[],
): string[] {
  const check = keyOfCheck(draft);
  return plan.sizes
    .filter(({ size, base: index }) => {
      const base = bases[index];
      const image = images.find(({ name }) => name === size.name);
      if (!base || image?.baseId !== base.id) return true;
      const isChecked = check === '' || base.checked === check;
      return !isChecked || image.applied !== keyOfImage(draft, size, base);
    })
    .map(({ size }) => size.name);
}

/** A draw as the engine takes it. `files`: of the bases, by their ids. */
export function toBatchRequest(
  { draw, draft, model, isDrawnAnew }: PendingDraw,
  files: ReadonlyMap<string, Blob>,
): BatchRequest {
  const { plan, bases, sizes, seed, shapes } = draw;
  const card = chosenCard(draft);
  const check = keyOfCheck(draft);
  const known = plan.bases.map((_, index) => toKnownBase(bases[index], files, check));
  return {
    prompt: card?.prompt ?? '',
    ...(card?.negativePrompt ? { negativePrompt: card.negativePrompt } : {}),
    model,
    sizes,
    seed,
    ...(shapes && { shapes }),
    ...toStageOptions(draft),
    ...(isDrawnAnew && { isDrawnAnew }),
    // A set without bases is a request of its own, which may have been answered before.
    ...(known.some((base) => base !== undefined) && {
      bases: known,
      focalPoints: plan.bases.map((_, index) => bases[index]?.given),
    }),
  };
}

/** A picture whose content is to be checked in another way goes on from there. */
function toKnownBase(
  base: MadeBase | undefined,
  files: ReadonlyMap<string, Blob>,
  check: string,
): NonNullable<BatchRequest['bases']>[number] {
  const file = base && files.get(base.id);
  if (!file) return undefined;
  const { width, height, parameters, checked = '' } = base;
  const picture = { file, width, height, parameters };
  return check === '' || checked === check ? picture : { ...picture, stage: 'moderate' };
}
