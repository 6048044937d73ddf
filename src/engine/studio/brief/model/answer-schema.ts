import * as z from 'zod/mini';
import type { JsonSchema } from '../../../chat/chat-engine.ts';
import { AUDIENCES, CATEGORIES, MOODS, STYLES } from '../context.ts';

const LONGEST_NAME = 60;
const LONGEST_PROMPT = 600;
const NONE = 'none';

/** What the model must write, as JSON schema for its decoding. */
export function describeAnswer(count: number): JsonSchema {
  const text = (maxLength: number) => ({ type: 'string', minLength: 1, maxLength });
  return {
    type: 'object',
    properties: {
      category: { enum: [...CATEGORIES] },
      audience: { enum: [...AUDIENCES, NONE] },
      mood: { enum: [...MOODS, NONE] },
      style: { enum: [...STYLES] },
      prompts: {
        type: 'array',
        minItems: count,
        maxItems: count,
        items: {
          type: 'object',
          properties: {
            name: text(LONGEST_NAME),
            prompt: text(LONGEST_PROMPT),
            negativePrompt: { type: 'string', maxLength: LONGEST_PROMPT },
          },
          required: ['name', 'prompt', 'negativePrompt'],
          additionalProperties: false,
        },
      },
    },
    required: ['category', 'audience', 'mood', 'style', 'prompts'],
    additionalProperties: false,
  };
}

/** The same for what came, whoever decoded it. */
export const answerSchema = z.object({
  category: z.enum(CATEGORIES),
  audience: z.enum([...AUDIENCES, NONE]),
  mood: z.enum([...MOODS, NONE]),
  style: z.enum(STYLES),
  prompts: z
    .array(
      z.object({
        name: z.string().check(z.maxLength(LONGEST_NAME)),
        prompt: z.string().check(z.maxLength(LONGEST_PROMPT)),
        negativePrompt: z.string().check(z.maxLength(LONGEST_PROMPT)),
      }),
    )
    .check(z.minLength(1)),
});
export type Answer = z.infer<typeof answerSchema>;
