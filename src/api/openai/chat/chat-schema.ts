import { z } from '@hono/zod-openapi';

const textPart = z.object({ type: z.literal('text'), text: z.string() });
export type WireTextPart = z.output<typeof textPart>;
const refusalPart = z.object({ type: z.literal('refusal'), refusal: z.string() });
const picturePart = z.object({
  type: z.literal('image_url'),
  image_url: z.object({
    url: z.string().min(1).describe('A data URL, or an address where those are fetched.'),
    detail: z.string().nullish().describe('Of no effect here: the model decides.'),
  }),
});
export type WirePicturePart = z.output<typeof picturePart>;
/** Known, so that the answer can say that the model does not take them. */
const otherPart = z.object({ type: z.enum(['input_audio', 'file']) });

const textContent = z.union([z.string(), z.array(textPart).min(1)]);
const userContent = z.union([
  z.string(),
  z.array(z.discriminatedUnion('type', [textPart, picturePart, otherPart])).min(1),
]);
const assistantContent = z.union([
  z.string(),
  z.array(z.discriminatedUnion('type', [textPart, refusalPart])),
]);

const toolCallSchema = z.object({
  id: z.string().min(1),
  type: z.literal('function'),
  function: z.object({
    name: z.string().min(1),
    arguments: z.string().describe('JSON, as the model wrote it.'),
  }),
});

const messageSchema = z
  .discriminatedUnion('role', [
    z.object({ role: z.literal('system'), content: textContent }),
    z.object({ role: z.literal('developer'), content: textContent }),
    z.object({ role: z.literal('user'), content: userContent }),
    z.object({
      role: z.literal('assistant'),
      content: assistantContent.nullish(),
      tool_calls: z.array(toolCallSchema).nullish(),
    }),
    z.object({ role: z.literal('tool'), content: textContent, tool_call_id: z.string() }),
  ])
  .openapi('ChatMessage');
export type WireMessage = z.output<typeof messageSchema>;

const jsonSchemaObject = z.record(z.string(), z.unknown());

export const toolSchema = z
  .object({
    type: z.literal('function'),
    function: z.object({
      name: z.string().regex(/^[\w-]{1,64}$/, 'expected 1 to 64 letters, digits, _ or -'),
      description: z.string().nullish(),
      parameters: jsonSchemaObject.nullish().describe('JSON schema of an object.'),
      strict: z.boolean().nullish(),
    }),
  })
  .openapi('Tool');
export type WireTool = z.output<typeof toolSchema>;

export const toolChoiceSchema = z.union([
  z.enum(['none', 'auto', 'required']),
  z.object({ type: z.literal('function'), function: z.object({ name: z.string() }) }),
]);
export type WireToolChoice = z.output<typeof toolChoiceSchema>;

export const responseFormatSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text') }),
  z.object({ type: z.literal('json_object') }),
  z.object({
    type: z.literal('json_schema'),
    json_schema: z.object({
      name: z.string(),
      description: z.string().nullish(),
      schema: jsonSchemaObject.nullish(),
      strict: z.boolean().nullish(),
    }),
  }),
]);
export type WireResponseFormat = z.output<typeof responseFormatSchema>;

/** Options for drawing tokens that chat and completions share. */
export const samplingFields = {
  temperature: z.number().min(0).max(2).nullish().describe('0 is greedy and repeatable.'),
  top_p: z.number().min(0).max(1).nullish(),
  top_k: z.int().min(1).nullish().describe('Not one of OpenAI’s.'),
  min_p: z.number().min(0).max(1).nullish().describe('Not one of OpenAI’s.'),
  repetition_penalty: z.number().min(1).max(2).nullish().describe('Not one of OpenAI’s.'),
  frequency_penalty: z.number().min(-2).max(2).nullish(),
  presence_penalty: z.number().min(-2).max(2).nullish(),
  seed: z.int().nullish(),
  stop: z
    .union([z.string().min(1), z.array(z.string().min(1)).max(8)])
    .nullish()
    .describe('The answer ends before any of these.'),
};

/** Taken, and of no effect on one’s own device. */
const ignoredField = () => z.unknown().optional().describe('Of no effect here.');
export const ignoredFields = {
  user: ignoredField(),
  store: ignoredField(),
  metadata: ignoredField(),
  service_tier: ignoredField(),
  safety_identifier: ignoredField(),
  prompt_cache_key: ignoredField(),
  prompt_cache_retention: ignoredField(),
};

export const streamFields = {
  stream: z.boolean().nullish(),
  stream_options: z
    .object({
      include_usage: z.boolean().nullish(),
      include_obfuscation: z.boolean().nullish().describe('Of no effect here.'),
    })
    .nullish(),
};

export const MAX_TOP_LOGPROBS = 20;

const tokenLimit = () => z.int().min(1).nullish();

export const chatRequestSchema = z
  .object({
    model: z.string().optional().describe('Default: the first chat model.'),
    messages: z.array(messageSchema).min(1),
    ...samplingFields,
    ...streamFields,
    ...ignoredFields,
    max_completion_tokens: tokenLimit(),
    max_tokens: tokenLimit(),
    n: z.int().min(1).max(4).nullish(),
    tools: z.array(toolSchema).max(128).nullish(),
    tool_choice: toolChoiceSchema.nullish(),
    parallel_tool_calls: z.boolean().nullish().describe('False: at most one call.'),
    response_format: responseFormatSchema.nullish(),
    reasoning_effort: z
      .enum(['none', 'minimal', 'low', 'medium', 'high', 'xhigh'])
      .nullish()
      .describe('`none` and `minimal`: the model answers without thinking first.'),
    verbosity: ignoredField(),
    modalities: z.array(z.string()).nullish(),
    logprobs: z
      .boolean()
      .nullish()
      .describe('How likely each token of the answer was; the guide and web-llm cannot tell.'),
    top_logprobs: z
      .int()
      .min(0)
      .max(MAX_TOP_LOGPROBS)
      .nullish()
      .describe('So many likeliest tokens with each. Needs logprobs.'),
  })
  .refine(({ logprobs, top_logprobs: top }) => top == null || logprobs === true, {
    path: ['top_logprobs'],
    error: 'It needs logprobs: true',
  })
  .openapi('ChatCompletionRequest');
export type WireChatRequest = z.output<typeof chatRequestSchema>;

export const usageSchema = z
  .object({
    prompt_tokens: z.int(),
    completion_tokens: z.int(),
    total_tokens: z.int(),
    prompt_tokens_details: z.object({ cached_tokens: z.int() }),
  })
  .openapi('Usage');
export type WireUsage = z.output<typeof usageSchema>;

export const finishReasonSchema = z.enum(['stop', 'length', 'tool_calls', 'content_filter']);
export type WireFinishReason = z.output<typeof finishReasonSchema>;

export const warningsField = {
  warnings: z.array(z.string()).optional().describe('Options that were not heeded.'),
};

const likelyToken = {
  token: z.string(),
  logprob: z.number(),
  bytes: z.array(z.int()).describe('Of its text in UTF-8, of which it may be a part.'),
};
export const tokenLogprobSchema = z.object({
  ...likelyToken,
  top_logprobs: z.array(z.object(likelyToken)),
});
export type WireTokenLogprob = z.output<typeof tokenLogprobSchema>;

const logprobsSchema = z
  .object({ content: z.array(tokenLogprobSchema), refusal: z.null() })
  .openapi('Logprobs')
  .nullable();
export type WireLogprobs = z.output<typeof logprobsSchema>;

const choiceSchema = z.object({
  index: z.int(),
  message: z.object({
    role: z.literal('assistant'),
    content: z.string().nullable(),
    refusal: z.null(),
    reasoning_content: z.string().optional().describe('What the model thought before.'),
    tool_calls: z.array(toolCallSchema).optional(),
  }),
  logprobs: logprobsSchema,
  finish_reason: finishReasonSchema,
});
export type WireChoice = z.output<typeof choiceSchema>;

export const chatCompletionSchema = z
  .object({
    id: z.string(),
    object: z.literal('chat.completion'),
    created: z.int(),
    model: z.string(),
    choices: z.array(choiceSchema),
    usage: usageSchema,
    ...warningsField,
  })
  .openapi('ChatCompletion');

const deltaSchema = z.object({
  role: z.literal('assistant').optional(),
  content: z.string().nullable().optional(),
  reasoning_content: z.string().optional(),
  tool_calls: z
    .array(
      z.object({
        index: z.int(),
        id: z.string().optional(),
        type: z.literal('function').optional(),
        function: z.object({ name: z.string().optional(), arguments: z.string() }),
      }),
    )
    .optional(),
});
export type WireDelta = z.output<typeof deltaSchema>;

export const chatChunkSchema = z
  .object({
    id: z.string(),
    object: z.literal('chat.completion.chunk'),
    created: z.int(),
    model: z.string(),
    choices: z.array(
      z.object({
        index: z.int(),
        delta: deltaSchema,
        logprobs: logprobsSchema,
        finish_reason: finishReasonSchema.nullable(),
      }),
    ),
    usage: usageSchema.nullable().optional(),
  })
  .openapi('ChatCompletionChunk');
