import * as z from 'zod/mini';
import { imageParametersSchema } from '../../engine/images/metadata/image-parameters.ts';
import { POSITIONS } from '../../engine/image-ops/pixels/positions.ts';
import { originSchema } from '../../engine/origin.ts';
import { ASPECTS, CATEGORIES, STYLES } from '../../engine/studio/brief/context.ts';

const wantedSizeSchema = z.object({ name: z.string(), width: z.number(), height: z.number() });

const pointSchema = z.object({ x: z.number(), y: z.number() });

const tagsSchema = z.object({
  category: z.optional(z.enum(CATEGORIES)),
  culture: z.optional(z.string()),
  audience: z.optional(z.string()),
  mood: z.optional(z.string()),
  style: z.optional(z.enum(STYLES)),
  aspect: z.optional(z.enum(ASPECTS)),
});
/** What somebody has said of a brief besides its words; it wins over what is read in them. */
export type BriefTags = z.infer<typeof tagsSchema>;

const reasonSchema = z.union([
  z.object({ from: z.enum(['filter', 'model']) }),
  z.object({ from: z.literal('brief'), cue: z.string() }),
  z.object({ from: z.literal('language'), language: z.string() }),
]);

const classificationSchema = z.object({
  category: z.enum(CATEGORIES),
  culture: z.nullable(z.string()),
  locale: z.nullable(z.string()),
  audience: z.nullable(z.string()),
  mood: z.nullable(z.string()),
  style: z.enum(STYLES),
  aspect: z.enum(ASPECTS),
});

const optionalReason = z.optional(reasonSchema);
/** Field by field: what a record takes of the schema library would weigh on the first page. */
const reasonsSchema = z.object({
  category: optionalReason,
  culture: optionalReason,
  locale: optionalReason,
  audience: optionalReason,
  mood: optionalReason,
  style: optionalReason,
  aspect: optionalReason,
});

const understandingSchema = z.object({
  /** The words that were read. */
  brief: z.string(),
  classification: classificationSchema,
  reasons: reasonsSchema,
  /** Words that must appear in the picture. */
  texts: z.array(z.string()),
  /** Id of the chat model that has helped. */
  model: z.optional(z.string()),
  rulesBecause: z.optional(z.enum(['no-model', 'timed-out', 'failed', 'unusable'])),
});
/** What was read in a brief, and why. */
export type Understanding = z.infer<typeof understandingSchema>;

const cardSchema = z.object({
  id: z.string(),
  name: z.string(),
  prompt: z.string(),
  negativePrompt: z.string(),
  /** Somebody has written it: it stays when the others are rewritten. */
  isOwn: z.optional(z.boolean()),
  /** It stands for a picture that was brought in: sizes are cut from that, and nothing is drawn. */
  isPicture: z.optional(z.boolean()),
});
/** A prompt to choose. */
export type PromptCard = z.infer<typeof cardSchema>;

export const SET_FORMATS = ['webp', 'avif', 'jpeg', 'png'] as const;
/** What becomes of a picture that the content check flags. */
export const CHECK_ACTIONS = ['label', 'block'] as const;
export const TEXT_SIZES = ['normal', 'fit'] as const;
export const MARK_KINDS = ['text', 'invisible'] as const;

const stagesSchema = z.object({
  overlay: z.object({
    isOn: z.boolean(),
    text: z.string(),
    /** `fit`: as large as there is room for. */
    size: z.enum(TEXT_SIZES),
    position: z.enum(POSITIONS),
    color: z.string(),
  }),
  watermark: z.object({
    isOn: z.boolean(),
    kind: z.enum(MARK_KINDS),
    text: z.string(),
    position: z.enum(POSITIONS),
    /** The number that is hidden. */
    payload: z.number(),
  }),
  moderation: z.object({ isOn: z.boolean(), action: z.enum(CHECK_ACTIONS) }),
  output: z.object({ format: z.enum(SET_FORMATS), quality: z.number() }),
});
/** What is done to a picture after it was drawn. */
export type StageSettings = z.infer<typeof stagesSchema>;

const draftSchema = z.object({
  brief: z.string(),
  tags: tagsSchema,
  understanding: z.nullable(understandingSchema),
  cards: z.array(cardSchema),
  /** The card that is drawn. */
  cardId: z.nullable(z.string()),
  sizes: z.array(wantedSizeSchema),
  /** Somebody has chosen them: they stay when the brief changes. */
  hasOwnSizes: z.boolean(),
  stages: stagesSchema,
  /** Somebody has written it; else it follows from the prompt. */
  alt: z.optional(z.string()),
});
/** What somebody has said about a set of pictures: all that can be undone. */
export type StudioDraft = z.infer<typeof draftSchema>;

const baseSchema = z.object({
  /** Its file's. */
  id: z.string(),
  width: z.number(),
  height: z.number(),
  parameters: imageParametersSchema,
  /** The point that crops keep, as it was found. */
  found: z.optional(z.object({ ...pointSchema.shape, method: z.string() })),
  /** The point that somebody has chosen instead. */
  given: z.optional(pointSchema),
  /** How its content was checked, as JSON; absent where it was not. */
  checked: z.optional(z.string()),
  /** Classes that the check has flagged. */
  flags: z.optional(z.array(z.string())),
});
/** A picture that was drawn, of which others are crops. */
export type MadeBase = z.infer<typeof baseSchema>;

const drawSchema = z.object({
  id: z.string(),
  seed: z.number(),
  /** What it was drawn of, as JSON; another prompt or model is another draw. */
  key: z.string(),
  /** Names of the sizes that are cut from its bases. */
  sizes: z.array(z.string()),
  bases: z.array(baseSchema),
  /** Its picture was brought in: whatever its shape, all sizes are cut from it. */
  isGiven: z.optional(z.boolean()),
  /** It was drawn for an earlier request of the same kind, and came from the cache. */
  isCached: z.optional(z.boolean()),
});
/** Pictures of one seed and prompt. */
export type MadeDraw = z.infer<typeof drawSchema>;

const madeImageSchema = z.object({
  /** Its file's. */
  id: z.string(),
  name: z.string(),
  width: z.number(),
  height: z.number(),
  /** Id of its base. */
  baseId: z.string(),
  /** The part of the base that it shows, in the base's pixels. */
  crop: z.object({
    left: z.number(),
    top: z.number(),
    width: z.number(),
    height: z.number(),
  }),
  parameters: imageParametersSchema,
  type: z.string(),
  sizeBytes: z.number(),
  /** What was done to it, as JSON: it is up to date where that is still wanted. */
  applied: z.string(),
  /** What is to be said of it, such as a text that was cut. */
  notes: z.array(z.string()),
});
/** A picture of one of the sizes. */
export type MadeImage = z.infer<typeof madeImageSchema>;

const madeSetSchema = z.object({ draws: z.array(drawSchema), images: z.array(madeImageSchema) });
/** What was made for a brief so far. */
export type MadeSet = z.infer<typeof madeSetSchema>;

const pictureSizeSchema = z.object({ width: z.number(), height: z.number() });

const plannedDrawSchema = z.object({
  id: z.string(),
  key: z.string(),
  seed: z.number(),
  sizes: z.array(wantedSizeSchema),
  plan: z.object({
    bases: z.array(pictureSizeSchema),
    sizes: z.array(
      z.object({
        size: wantedSizeSchema,
        base: z.number(),
        enlargement: z.number(),
        kept: z.number(),
        isWithinLimits: z.boolean(),
      }),
    ),
  }),
  /** By the index of the plan's bases; those that are missing are drawn. */
  bases: z.array(z.optional(baseSchema)),
  /** Of the picture that was brought in, if all is cut from that: no model is asked for others. */
  shapes: z.exactOptional(z.array(pictureSizeSchema)),
});

const pendingDrawSchema = z.object({
  /** Of its batch in the queue. */
  batchId: z.string(),
  draw: plannedDrawSchema,
  /** What was wanted when it was asked for. */
  draft: draftSchema,
  model: z.string(),
  /** It is drawn although the same was drawn before. */
  isDrawnAnew: z.optional(z.boolean()),
});
/** A draw that was asked for and has not come to its end: all that it takes to go on with it. */
export type PendingDraw = z.infer<typeof pendingDrawSchema>;

export const studioProjectSchema = z.object({
  id: z.string(),
  /** Empty: it is called by its brief. */
  name: z.string(),
  createdAt: z.number(),
  updatedAt: z.number(),
  draft: draftSchema,
  made: madeSetSchema,
  /** What was there before it was redrawn. */
  before: z.optional(madeSetSchema),
  /** What its brief or its picture was taken from. */
  origin: originSchema,
  /** In the order in which they are drawn; empty or absent where nothing is being made. */
  pending: z.optional(z.array(pendingDrawSchema)),
});
/** A brief and what was made for it. Its pictures' bytes are stored apart. */
export type StudioProject = z.infer<typeof studioProjectSchema>;

/** Ids of all files that a project needs. */
export function listFileIds({ made, before }: StudioProject): string[] {
  const sets = before ? [made, before] : [made];
  const ids = sets.flatMap(({ draws, images }) => [
    ...draws.flatMap(({ bases }) => bases.map(({ id }) => id)),
    ...images.map(({ id }) => id),
  ]);
  return [...new Set(ids)];
}
