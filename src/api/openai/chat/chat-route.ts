import { addRoute, type ApiApp, type ApiCall } from '../../http/add-route.ts';
import type { ApiServices } from '../../services.ts';
import { findModel } from '../models/find-model.ts';
import { createId, nowSeconds } from '../wire-ids.ts';
import {
  chatChunkSchema,
  chatCompletionSchema,
  chatRequestSchema,
  type WireChatRequest,
} from './chat-schema.ts';
import { collectAnswer, type CollectedAnswer, writeChoice } from './complete-chat.ts';
import { addUsage, readAnswer } from './read-answer.ts';
import { streamChat } from './stream-chat.ts';
import { openShownPictures } from './show-pictures.ts';
import { keepLogprobs } from './write-logprobs.ts';
import { toChatRequest } from './to-chat-request.ts';

/** `POST /v1/chat/completions`. */
export function addChatRoutes(app: ApiApp, services: ApiServices): void {
  addRoute(
    app,
    {
      method: 'post',
      path: '/v1/chat/completions',
      tag: 'Chat',
      summary: 'Answers a conversation',
      description: 'With `stream`, server-sent events; the last one is `[DONE]`.',
      body: chatRequestSchema,
      answers: {
        200: {
          description: 'The answer',
          content: {
            'application/json': chatCompletionSchema,
            'text/event-stream': chatChunkSchema,
          },
        },
      },
    },
    (call) => answerChat(call, services),
  );
}

async function answerChat(
  call: ApiCall<WireChatRequest>,
  services: ApiServices,
): Promise<Response> {
  const { body, trace, signal } = call;
  const manifest = await findModel(services, 'chat', body.model);
  const { id: model } = manifest;
  trace.note({ model });
  const pictures = await openShownPictures(body.messages, { manifest, services, signal });
  const request = keepLogprobs(toChatRequest(body, model, pictures), manifest, call.warn);
  const maxCalls = body.parallel_tool_calls === false ? 1 : Infinity;
  // The n answers take seed, seed + 1, …
  const answers = Array.from({ length: body.n ?? 1 }, (_, index) => {
    const own = request.seed === undefined ? request : { ...request, seed: request.seed + index };
    return (stop: AbortSignal) =>
      readAnswer(services.chat.generate(own, stop), trace, { maxCalls });
  });
  const head = { id: createId('chatcmpl'), created: nowSeconds(), model };
  if (body.stream)
    return call.answerEvents((stop) =>
      streamChat(
        answers.map((begin) => () => begin(stop)),
        { head, includesUsage: body.stream_options?.include_usage === true },
      ),
    );
  return call.answerOnce(async function* (stop) {
    const collected: CollectedAnswer[] = [];
    for (const begin of answers) collected.push(yield* collectAnswer(begin(stop)));
    return {
      ...head,
      object: 'chat.completion',
      choices: collected.map(writeChoice),
      usage: addUsage(collected.map(({ usage }) => usage)),
    };
  });
}
