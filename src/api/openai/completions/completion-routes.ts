import { z } from '@hono/zod-openapi';
import type { ChatRequest } from '../../../engine/chat/chat-engine.ts';
import { EngineError } from '../../../engine/errors.ts';
import { addRoute, type ApiApp, type ApiCall } from '../../http/add-route.ts';
import type { ServerEvent } from '../../http/event-stream.ts';
import type { ApiServices } from '../../services.ts';
import {
  finishReasonSchema,
  ignoredFields,
  samplingFields,
  streamFields,
  usageSchema,
  warningsField,
  type WireUsage,
} from '../chat/chat-schema.ts';
import { collectAnswer } from '../chat/complete-chat.ts';
import { addUsage, type AnswerPart, readAnswer, toFinishReason } from '../chat/read-answer.ts';
import { findModel } from '../models/find-model.ts';
import { keepLogprobs } from '../chat/write-logprobs.ts';
import { toSampling } from '../sampling.ts';
import { createId, nowSeconds } from '../wire-ids.ts';
import {
  completionLogprobsSchema,
  createLogprobsWriter,
  type WireCompletionLogprobs,
} from './write-completion-logprobs.ts';

/** As OpenAI has it. */
const DEFAULT_MAX_TOKENS = 16;

/** As OpenAI has it. */
const MAX_LOGPROBS = 5;

const completionRequestSchema = z
  .object({
    model: z.string().optional().describe('Default: the first chat model.'),
    prompt: z
      .union([z.string().min(1), z.array(z.string().min(1)).length(1)])
      .describe('The text to go on with.'),
    max_tokens: z.int().min(1).nullish().describe(`Default ${DEFAULT_MAX_TOKENS}.`),
    n: z.int().min(1).max(4).nullish(),
    echo: z.boolean().nullish().describe('Whether the answer begins with the prompt.'),
    suffix: z.string().nullish(),
    best_of: z.int().nullish(),
    logprobs: z
      .int()
      .min(0)
      .max(MAX_LOGPROBS)
      .nullish()
      .describe('How likely each token of the answer was, with so many likeliest ones.'),
    ...samplingFields,
    ...streamFields,
    user: ignoredFields.user,
  })
  .openapi('CompletionRequest');
type WireCompletionRequest = z.output<typeof completionRequestSchema>;

const completionSchema = z
  .object({
    id: z.string(),
    object: z.literal('text_completion'),
    created: z.int(),
    model: z.string(),
    choices: z.array(
      z.object({
        index: z.int(),
        text: z.string(),
        logprobs: completionLogprobsSchema,
        finish_reason: finishReasonSchema.nullable(),
      }),
    ),
    usage: usageSchema.nullable().optional(),
    ...warningsField,
  })
  .openapi('Completion');

/** `POST /v1/completions`. */
export function addCompletionRoutes(app: ApiApp, services: ApiServices): void {
  addRoute(
    app,
    {
      method: 'post',
      path: '/v1/completions',
      tag: 'Text',
      summary: 'Goes on with a text',
      body: completionRequestSchema,
      answers: {
        200: {
          description: 'The text; with `stream`, in pieces',
          content: { 'application/json': completionSchema, 'text/event-stream': completionSchema },
        },
      },
    },
    (call) => answerCompletion(call, services),
  );
}

async function answerCompletion(
  call: ApiCall<WireCompletionRequest>,
  services: ApiServices,
): Promise<Response> {
  const { body, trace } = call;
  const manifest = await findModel(services, 'chat', body.model);
  const { id: model } = manifest;
  trace.note({ model });
  const request = keepLogprobs(toCompletionRequest(body, model), manifest, call.warn);
  const echo = body.echo ? (request.prefix ?? '') : '';
  const answers = Array.from({ length: body.n ?? 1 }, (_, index) => {
    const own = request.seed === undefined ? request : { ...request, seed: request.seed + index };
    return (stop: AbortSignal) => readAnswer(services.chat.generate(own, stop), trace);
  });
  const head = { id: createId('cmpl'), object: 'text_completion', created: nowSeconds(), model };
  if (body.stream)
    return call.answerEvents((stop) =>
      streamCompletion(
        answers.map((begin) => () => begin(stop)),
        { head, echo, includesUsage: body.stream_options?.include_usage === true },
      ),
    );
  return call.answerOnce(async function* (stop) {
    const choices = [];
    const usages: WireUsage[] = [];
    for (const [index, begin] of answers.entries()) {
      const answer = yield* collectAnswer(begin(stop));
      const logprobs = createLogprobsWriter(echo.length)(answer.logprobs);
      const text = echo + answer.text;
      choices.push({ index, text, logprobs, finish_reason: answer.finish });
      usages.push(answer.usage);
    }
    return { ...head, choices, usage: addUsage(usages) };
  });
}

function toCompletionRequest(wire: WireCompletionRequest, model: string): ChatRequest {
  if (wire.suffix) refuse('suffix');
  if ((wire.best_of ?? 1) > (wire.n ?? 1)) refuse('best_of');
  return {
    model,
    messages: [{ role: 'user', content: 'Go on with this text.' }],
    prefix: [wire.prompt].flat().join(''),
    maxTokens: wire.max_tokens ?? DEFAULT_MAX_TOKENS,
    ...(wire.logprobs != null && { logProbabilities: wire.logprobs }),
    ...toSampling(wire),
  };
}

function refuse(param: string): never {
  throw new EngineError('not_supported', `The models here have no ${param}.`, {
    details: { param },
  });
}

interface StreamOptions {
  head: object;
  echo: string;
  includesUsage: boolean;
}

async function* streamCompletion(
  answers: readonly (() => AsyncIterable<AnswerPart>)[],
  { head, echo, includesUsage }: StreamOptions,
): AsyncGenerator<ServerEvent> {
  const write = (choices: readonly object[], usage: WireUsage | null = null): ServerEvent => ({
    data: { ...head, choices, ...(includesUsage && { usage }) },
  });
  const usages: WireUsage[] = [];
  for (const [index, begin] of answers.entries()) {
    const choose = (
      text: string,
      finish_reason: string | null = null,
      logprobs: WireCompletionLogprobs = null,
    ) => write([{ index, text, logprobs, finish_reason }]);
    const writeLogprobs = createLogprobsWriter(echo.length);
    let before = echo;
    for await (const part of begin()) {
      if (before) yield choose(before);
      before = '';
      if (part.type === 'text') yield choose(part.text, null, writeLogprobs(part.logprobs));
      if (part.type !== 'finish') continue;
      usages.push(part.usage);
      yield choose('', toFinishReason(part.reason));
    }
  }
  if (includesUsage) yield write([], addUsage(usages));
  yield { data: '[DONE]' };
}
