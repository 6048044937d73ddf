import * as z from 'zod/mini';

/** A file that was made of a picture, without its bytes. */
export const madeFileSchema = z.object({
  /** What tells it from the other files of the same picture, such as `og`. */
  name: z.optional(z.string()),
  width: z.number(),
  height: z.number(),
  extension: z.string(),
  /** That it was written with, where the format has one. */
  quality: z.optional(z.number()),
  sizeBytes: z.number(),
  /** The part of the picture that it shows, in the picture's pixels. */
  crop: z.optional(
    z.object({ left: z.number(), top: z.number(), width: z.number(), height: z.number() }),
  ),
});
export type MadeFile = z.infer<typeof madeFileSchema>;

const pointSchema = z.object({ x: z.number(), y: z.number() });

const doneSchema = z.object({
  status: z.literal('done'),
  /** The operations that it was made with, as `nameRecipe` writes them. */
  recipe: z.string(),
  /** The point that somebody had chosen for it. */
  focalPoint: z.optional(pointSchema),
  /** What the picture was before. */
  kind: z.string(),
  width: z.number(),
  height: z.number(),
  files: z.array(madeFileSchema),
  /** What operations found out, by kind. */
  findings: z.record(z.string(), z.unknown()),
});

const failedSchema = z.object({
  status: z.literal('failed'),
  recipe: z.string(),
  focalPoint: z.optional(pointSchema),
  /** A code of EngineError, and a sentence for people. */
  code: z.string(),
  sentence: z.string(),
});

/** What became of a picture. */
export const outcomeSchema = z.discriminatedUnion('status', [doneSchema, failedSchema]);
export type Outcome = z.infer<typeof outcomeSchema>;
export type DoneOutcome = z.infer<typeof doneSchema>;

/** A picture in a list of many, without its bytes. */
export const bulkItemSchema = z.object({
  id: z.string(),
  /** Of its file, with the ending. */
  name: z.string(),
  sizeBytes: z.number(),
  /** Its place in the list. */
  order: z.number(),
  /** What crops are to keep, where somebody has chosen it. */
  focalPoint: z.optional(pointSchema),
  outcome: z.optional(outcomeSchema),
});
export type BulkItem = z.infer<typeof bulkItemSchema>;
