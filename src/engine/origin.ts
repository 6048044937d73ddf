import * as z from 'zod/mini';

/** Kinds of what something else can be made from. */
const ORIGIN_KINDS = ['conversation', 'picture', 'project'] as const;

const schema = z.object({
  kind: z.enum(ORIGIN_KINDS),
  id: z.string(),
});
/**
 * What something was made from, on another screen: a conversation, a picture of the gallery, or a
 * project of the studio. It may have been deleted since.
 */
export type Origin = z.infer<typeof schema>;

/** Of a stored row; a kind that only a later version knows costs the link, not the row. */
export const originSchema = z.optional(z.catch(z.optional(schema), undefined));

/** As a property to spread: absent where there is no origin. */
export function withOrigin(origin: Origin | null | undefined): { origin?: Origin } {
  return origin ? { origin } : {};
}
