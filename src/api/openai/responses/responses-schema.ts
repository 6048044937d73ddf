import { z } from '@hono/zod-openapi';
import {
  ignoredFields,
  MAX_TOP_LOGPROBS,
  tokenLogprobSchema,
  warningsField,
} from '../chat/chat-schema.ts';

const textPart = z.object({
  type: z.enum(['input_text', 'output_text', 'text', 'summary_text']),
  text: z.string(),
});
const refusalPart = z.object({ type: z.literal('refusal'), refusal: z.string() });
const picturePart = z.object({
  type: z.literal('input_image'),
  image_url: z.string().min(1).nullish().describe('A data URL, or an address.'),
  detail: z.string().nullish().describe('Of no effect here: the model decides.'),
  file_id: z.string().nullish().describe('Files are not kept here.'),
});
/** Known, so that the answer can say that the model does not take them. */
const otherPart = z.object({ type: z.enum(['input_file', 'input_audio']) });

const contentSchema = z.union([
  z.string(),
  z.array(z.discriminatedUnion('type', [textPart, refusalPart, picturePart, otherPart])),
]);
export type WireContent = z.output<typeof contentSchema>;

const itemSchema = z
  .union([
    z.object({
      type: z.literal('message').optional(),
      role: z.enum(['user', 'assistant', 'system', 'developer']),
      content: contentSchema,
    }),
    z.object({
      type: z.literal('function_call'),
      call_id: z.string().min(1),
      name: z.string().min(1),
      arguments: z.string(),
    }),
    z.object({
      type: z.literal('function_call_output'),
      call_id: z.string().min(1),
      output: contentSchema,
    }),
    z
      .object({ type: z.literal('reasoning') })
      .describe('Ignored: models here think afresh each turn.'),
  ])
  .openapi('ResponseInputItem');
export type WireItem = z.output<typeof itemSchema>;

const jsonObject = z.record(z.string(), z.unknown());

const functionTool = z.object({
  type: z.literal('function'),
  name: z.string().regex(/^[\w-]{1,64}$/, 'expected 1 to 64 letters, digits, _ or -'),
  description: z.string().nullish(),
  parameters: jsonObject.nullish(),
  strict: z.boolean().nullish(),
});

const textFormat = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text') }),
  z.object({ type: z.literal('json_object') }),
  z.object({
    type: z.literal('json_schema'),
    name: z.string(),
    schema: jsonObject,
    description: z.string().nullish(),
    strict: z.boolean().nullish(),
  }),
]);
export type WireTextFormat = z.output<typeof textFormat>;

/** What `include` names them. */
export const LOGPROBS_INCLUDED = 'message.output_text.logprobs';

export const responsesRequestSchema = z
  .object({
    model: z.string().optional().describe('Default: the first chat model.'),
    input: z.union([z.string().min(1), z.array(itemSchema).min(1)]),
    instructions: z.string().nullish(),
    stream: z.boolean().nullish(),
    stream_options: z.object({ include_obfuscation: z.boolean().nullish() }).nullish(),
    max_output_tokens: z.int().min(1).nullish(),
    temperature: z.number().min(0).max(2).nullish(),
    top_p: z.number().min(0).max(1).nullish(),
    tools: z.array(functionTool).max(128).nullish().describe('Functions alone.'),
    tool_choice: z
      .union([
        z.enum(['none', 'auto', 'required']),
        z.object({ type: z.literal('function'), name: z.string() }),
      ])
      .nullish(),
    parallel_tool_calls: z.boolean().nullish(),
    text: z.object({ format: textFormat.nullish(), verbosity: z.string().nullish() }).nullish(),
    reasoning: z
      .object({
        effort: z.enum(['none', 'minimal', 'low', 'medium', 'high', 'xhigh']).nullish(),
        summary: z.string().nullish(),
      })
      .nullish(),
    truncation: z
      .enum(['auto', 'disabled'])
      .nullish()
      .describe('auto: the oldest messages are dropped if there are too many.'),
    previous_response_id: z.string().nullish().describe('Nothing is kept: not_supported.'),
    conversation: z.unknown().optional().describe('Nothing is kept: not_supported.'),
    background: z.boolean().nullish(),
    include: z
      .array(z.string())
      .nullish()
      .describe(`\`${LOGPROBS_INCLUDED}\`: how likely each token was. Nothing else has an effect.`),
    top_logprobs: z
      .int()
      .min(0)
      .max(MAX_TOP_LOGPROBS)
      .nullish()
      .describe('So many likeliest tokens with each.'),
    ...ignoredFields,
  })
  .openapi('ResponseRequest');
export type WireResponsesRequest = z.output<typeof responsesRequestSchema>;

/** Lists that OpenAI's models fill and these do not. */
const emptyList = z.array(z.unknown()).max(0);

const outputSchema = z
  .union([
    z.object({
      type: z.literal('message'),
      id: z.string(),
      status: z.enum(['in_progress', 'completed', 'incomplete']),
      role: z.literal('assistant'),
      content: z.array(
        z.object({
          type: z.literal('output_text'),
          text: z.string(),
          annotations: emptyList,
          logprobs: z.array(tokenLogprobSchema),
        }),
      ),
    }),
    z.object({
      type: z.literal('function_call'),
      id: z.string(),
      call_id: z.string(),
      name: z.string(),
      arguments: z.string(),
      status: z.enum(['in_progress', 'completed', 'incomplete']),
    }),
    z.object({
      type: z.literal('reasoning'),
      id: z.string(),
      summary: emptyList,
      content: z.array(z.object({ type: z.literal('reasoning_text'), text: z.string() })),
    }),
  ])
  .openapi('ResponseOutputItem');
export type WireOutput = z.output<typeof outputSchema>;

export const responseSchema = z
  .object({
    id: z.string(),
    object: z.literal('response'),
    created_at: z.int(),
    status: z.enum(['in_progress', 'completed', 'incomplete']),
    error: z.null(),
    incomplete_details: z.object({ reason: z.literal('max_output_tokens') }).nullable(),
    instructions: z.string().nullable(),
    max_output_tokens: z.int().nullable(),
    model: z.string(),
    output: z.array(outputSchema),
    parallel_tool_calls: z.boolean(),
    previous_response_id: z.null(),
    reasoning: z.object({ effort: z.string().nullable(), summary: z.null() }),
    store: z.literal(false),
    temperature: z.number().nullable(),
    text: z.object({ format: textFormat }),
    tool_choice: z.unknown(),
    tools: z.array(functionTool),
    top_p: z.number().nullable(),
    truncation: z.enum(['auto', 'disabled']),
    usage: z
      .object({
        input_tokens: z.int(),
        input_tokens_details: z.object({ cached_tokens: z.int() }),
        output_tokens: z.int(),
        output_tokens_details: z.object({ reasoning_tokens: z.int() }),
        total_tokens: z.int(),
      })
      .nullable(),
    metadata: jsonObject,
    ...warningsField,
  })
  .openapi('Response');
export type WireResponse = z.output<typeof responseSchema>;

export const responseEventSchema = z
  .object({ type: z.string(), sequence_number: z.int() })
  .loose()
  .openapi('ResponseStreamEvent');
