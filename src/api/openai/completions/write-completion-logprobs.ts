import { z } from '@hono/zod-openapi';
import type { WireTokenLogprob } from '../chat/chat-schema.ts';

/** The older form: one list for each property, by the number of the token. */
export const completionLogprobsSchema = z
  .object({
    tokens: z.array(z.string()),
    token_logprobs: z.array(z.number()),
    top_logprobs: z.array(z.record(z.string(), z.number())).nullable(),
    text_offset: z
      .array(z.int())
      .describe('Where each token begins in the text, in UTF-16 code units.'),
  })
  .openapi('CompletionLogprobs')
  .nullable();
export type WireCompletionLogprobs = z.output<typeof completionLogprobsSchema>;

/**
 * Writes what is told of the tokens of one text, piece after piece; `start` is where the first begins.
 * Null where nothing is told. A token that ends within a character counts to where that one begins.
 */
export function createLogprobsWriter(start: number) {
  const decoder = new TextDecoder();
  let offset = start;
  return (told: readonly WireTokenLogprob[] | undefined): WireCompletionLogprobs => {
    if (!told) return null;
    const hasLikeliest = told.some((token) => token.top_logprobs.length > 0);
    return {
      tokens: told.map(({ token }) => token),
      token_logprobs: told.map(({ logprob }) => logprob),
      top_logprobs: hasLikeliest ? told.map(writeLikeliest) : null,
      text_offset: told.map(({ bytes }) => {
        const begins = offset;
        offset += decoder.decode(Uint8Array.from(bytes), { stream: true }).length;
        return begins;
      }),
    };
  };
}

/** Of tokens with the same text, the likelier one. */
function writeLikeliest({ top_logprobs: likeliest }: WireTokenLogprob): Record<string, number> {
  return Object.fromEntries(likeliest.toReversed().map(({ token, logprob }) => [token, logprob]));
}
