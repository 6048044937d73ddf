import { EngineError } from '../../../engine/errors.ts';
import { addRoute, type ApiApp, type ApiCall } from '../../http/add-route.ts';
import type { ServerEvent } from '../../http/event-stream.ts';
import type { ApiServices } from '../../services.ts';
import { readAnswer } from '../chat/read-answer.ts';
import { keepLogprobs } from '../chat/write-logprobs.ts';
import { findModel } from '../models/find-model.ts';
import {
  responseEventSchema,
  responseSchema,
  responsesRequestSchema,
  type WireResponse,
  type WireResponsesRequest,
} from './responses-schema.ts';
import { openShownPictures } from '../chat/show-pictures.ts';
import { toResponseRequest } from './to-response-request.ts';
import { type ResponseEvent, writeResponse } from './write-response.ts';

/** `POST /v1/responses`. */
export function addResponseRoutes(app: ApiApp, services: ApiServices): void {
  addRoute(
    app,
    {
      method: 'post',
      path: '/v1/responses',
      tag: 'Chat',
      summary: 'Answers a conversation, in the newer form',
      description: 'Nothing is kept: each request brings its whole conversation.',
      body: responsesRequestSchema,
      answers: {
        200: {
          description: 'The answer',
          content: { 'application/json': responseSchema, 'text/event-stream': responseEventSchema },
        },
      },
    },
    (call) => respond(call, services),
  );
}

async function respond(
  call: ApiCall<WireResponsesRequest>,
  services: ApiServices,
): Promise<Response> {
  const { body, trace, signal } = call;
  const manifest = await findModel(services, 'chat', body.model);
  const { id: model } = manifest;
  trace.note({ model });
  const asked = await toResponseRequest(body, model, (messages) =>
    openShownPictures(messages, { manifest, services, signal }),
  );
  const request = keepLogprobs(asked, manifest, call.warn);
  const maxCalls = body.parallel_tool_calls === false ? 1 : Infinity;
  const begin = (stop: AbortSignal) => {
    const parts = readAnswer(services.chat.generate(request, stop), trace, { maxCalls });
    return writeResponse(parts, body, model);
  };
  if (body.stream) return call.answerEvents((stop) => numberEvents(begin(stop)), writeFailure);
  return call.answerOnce(async function* (stop) {
    let last: WireResponse | undefined;
    for await (const { type, response } of begin(stop)) {
      last = response ?? last;
      if (type.endsWith('.delta')) yield;
    }
    if (!last) throw new EngineError('internal', 'The model gave no answer.');
    return last;
  });
}

async function* numberEvents(events: AsyncIterable<ResponseEvent>): AsyncGenerator<ServerEvent> {
  let sequence_number = 0;
  for await (const { type, ...rest } of events)
    yield { event: type, data: { type, sequence_number: sequence_number++, ...rest } };
}

function writeFailure(body: unknown): ServerEvent {
  const { error } = body as { error: object };
  return { event: 'error', data: { ...error, type: 'error' } };
}
