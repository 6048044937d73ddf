import * as z from 'zod/mini';
import { schedulerConfigSchema } from './scheduler-config.ts';

/** The networks of a pipeline. */
export const GRAPH_ROLES = [
  'textEncoder',
  'textEncoder2',
  'denoiser',
  'vaeDecoder',
  'vaeEncoder',
  'previewDecoder',
] as const;
export type GraphRole = (typeof GRAPH_ROLES)[number];

/**
 * What a pipeline needs to know of a model beyond what its graphs say themselves (names, types,
 * shapes, batch). Part of a manifest, or read from a folder in diffusers' layout
 * (describe-pipeline.ts).
 */
export const pipelineLayoutSchema = z.object({
  /** Paths of the graphs. */
  graphs: z.object({
    textEncoder: z.string(),
    textEncoder2: z.optional(z.string()),
    denoiser: z.string(),
    vaeDecoder: z.string(),
    vaeEncoder: z.optional(z.string()),
    /** A small decoder for previews. */
    previewDecoder: z.optional(z.string()),
  } satisfies Record<GraphRole, z.ZodMiniType>),
  /** Folders of the tokenizers, one for each text encoder. */
  tokenizers: z
    .array(
      z.object({
        folder: z.string(),
        padToken: z.optional(z.string()),
        maxLength: z.optional(z.int().check(z.positive())),
      }),
    )
    .check(z.minLength(1)),
  text: z.object({
    /** Which layer's states condition the network. */
    hiddenState: z.enum(['last', 'penultimate']),
    /** Whether an absent negative prompt is the encoded empty text or zeros. */
    absentNegative: z.enum(['encode', 'zeros']),
    /**
     * Whether sequences are filled up to the tokenizer's length, and longer prompts read in
     * several.
     */
    isPadded: z.boolean(),
    /**
     * Sequences that the network takes at most; absent: any number, unless its graph says
     * otherwise.
     */
    maxSequences: z.optional(z.int().check(z.positive())),
    /**
     * Whether it knows words one by one, each a token: of a prompt that is too long, the others are
     * left out first.
     */
    knowsSingleWords: z.optional(z.boolean()),
  }),
  denoiser: z.object({
    /** Channels that it takes: those of the latents, or 9 for a network trained to inpaint. */
    inputChannels: z.int().check(z.positive()),
    /**
     * `standard`: negative + g (positive − negative), for g > 1. `added`: positive + g (positive −
     * negative), for g > 0. `embedded`: the network receives g and was distilled to follow it
     * (LCM); a negative prompt has no effect.
     */
    guidance: z.enum(['standard', 'added', 'embedded']),
    /** The time it receives: the scheduler's timestep, or (1000 − timestep) / 1000. */
    timestep: z.enum(['scheduler', 'reversed']),
    /** −1 where it gives the opposite of what the scheduler expects. */
    outputSign: z.union([z.literal(1), z.literal(-1)]),
  }),
  latents: z.object({
    channels: z.int().check(z.positive()),
    /** Pixels along a side for one latent. */
    factor: z.int().check(z.positive()),
    /** latents = (encoded − shift) × scaling. */
    scaling: z.number(),
    shift: z.number(),
    /** A model of its own that decodes these latents for previews, where it is installed. */
    previewModel: z.optional(z.string()),
    /** Clean latents to linear RGB of −1 … 1, [channels][3], and what is added; for previews. */
    toRgb: z.optional(
      z.object({
        matrix: z.array(z.tuple([z.number(), z.number(), z.number()])),
        bias: z.array(z.number()),
      }),
    ),
  }),
  scheduler: schedulerConfigSchema,
  /** Noise levels of flow matching: `even` from 1 to 1/steps, or the scheduler's own table. */
  flowSigmas: z._default(z.enum(['even', 'own']), 'own'),
  /**
   * How image to image cuts the way short: after whole steps, rounding down or up, or by a shorter
   * table.
   */
  strength: z.enum(['truncate', 'round-up', 'table']),
  size: z.object({
    width: z.int().check(z.positive()),
    height: z.int().check(z.positive()),
    /** Both sides must be multiples of this. */
    multipleOf: z.int().check(z.positive()),
    /** The graphs take no other size. */
    isFixed: z.boolean(),
  }),
});
export type PipelineLayout = z.infer<typeof pipelineLayoutSchema>;
