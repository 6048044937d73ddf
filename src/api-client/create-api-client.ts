import type { z } from '@hono/zod-openapi';
import { healthSchema, infoSchema } from '../api/about/about-schema.ts';
import { cancelledJobSchema, jobListSchema, jobSchema } from '../api/jobs/job-schema.ts';
import {
  chatChunkSchema,
  chatCompletionSchema,
  type chatRequestSchema,
} from '../api/openai/chat/chat-schema.ts';
import {
  embeddingsSchema,
  type embeddingRequestSchema,
} from '../api/openai/embeddings/embedding-schema.ts';
import {
  imagesResponseSchema,
  type generationRequestSchema,
} from '../api/openai/images/image-schema.ts';
import { modelListSchema } from '../api/openai/models/model-schema.ts';
import { voicesSchema, type speechRequestSchema } from '../api/openai/speech/speech-schema.ts';
import {
  acceptedJobSchema,
  analysisSchema,
  batchAnswerSchema,
  derivativesAnswerSchema,
  generateAnswerSchema,
  processAnswerSchema,
  type analyzeRequestSchema,
  type batchRequestSchema,
  type derivativesRequestSchema,
  type generateRequestSchema,
  type processRequestSchema,
} from '../api/studio/studio-schema.ts';
import { parseJson } from '../engine/parse-json.ts';
import { askApi, callApi, parseAnswer, type ApiAddress, type ApiRequest } from './call-api.ts';
import { readEvents } from './read-events.ts';
import { readFailure } from './read-failure.ts';
import { watchJob, type WatchedEvent } from './watch-job.ts';

/** What a schema takes, before defaults. */
type In<Schema extends z.ZodType> = z.input<Schema>;

/**
 * Speaks to a home of the API. Every answer is checked when it comes. Throws the server's errors by
 * their codes, `network_unreachable`, `invalid_output` if an answer is not what it should be, and
 * `aborted`.
 */
export function createApiClient(address: ApiAddress) {
  const ask = <Schema extends z.ZodType>(
    schema: Schema,
    request: ApiRequest,
    signal: AbortSignal,
  ) => askApi(address, schema, request, signal);
  const get =
    <Schema extends z.ZodType>(schema: Schema, path: string) =>
    (signal: AbortSignal) =>
      ask(schema, { path }, signal);
  const post =
    <Body extends object, Schema extends z.ZodType>(schema: Schema, path: string) =>
    (body: Body, signal: AbortSignal) =>
      ask(schema, { path, body }, signal);
  const ofJob = (id: string, rest = '') => `/jobs/${encodeURIComponent(id)}${rest}`;

  return {
    readInfo: get(infoSchema, '/'),
    readHealth: get(healthSchema, '/health'),
    listModels: get(modelListSchema, '/v1/models'),
    listVoices: get(voicesSchema, '/v1/audio/voices'),
    chat: post<In<typeof chatRequestSchema>, typeof chatCompletionSchema>(
      chatCompletionSchema,
      '/v1/chat/completions',
    ),
    /** Ending the iteration stops the model. */
    async *streamChat(
      body: In<typeof chatRequestSchema>,
      signal: AbortSignal,
    ): AsyncGenerator<z.output<typeof chatChunkSchema>> {
      const path = '/v1/chat/completions';
      const response = await callApi(address, { path, body: { ...body, stream: true } }, signal);
      for await (const { data } of readEvents(response.body ?? new ReadableStream())) {
        if (data === '[DONE]') return;
        const json = parseJson(data);
        const failure = readFailure(json);
        if (failure) throw failure;
        yield parseAnswer(chatChunkSchema, json, path);
      }
    },
    drawImages: post<In<typeof generationRequestSchema>, typeof imagesResponseSchema>(
      imagesResponseSchema,
      '/v1/images/generations',
    ),
    /** The sound as it is made; `type` says of which kind it is. */
    async speak(
      body: In<typeof speechRequestSchema>,
      signal: AbortSignal,
    ): Promise<{ type: string; sound: ReadableStream<Uint8Array> }> {
      const response = await callApi(address, { path: '/v1/audio/speech', body }, signal);
      const type = response.headers.get('content-type') ?? '';
      return { type, sound: response.body ?? new ReadableStream() };
    },
    embed: post<In<typeof embeddingRequestSchema>, typeof embeddingsSchema>(
      embeddingsSchema,
      '/v1/embeddings',
    ),
    analyzeContext: post<In<typeof analyzeRequestSchema>, typeof analysisSchema>(
      analysisSchema,
      '/analyze-context',
    ),
    generate: post<In<typeof generateRequestSchema>, typeof generateAnswerSchema>(
      generateAnswerSchema,
      '/generate',
    ),
    submitPicture: post<In<typeof generateRequestSchema>, typeof acceptedJobSchema>(
      acceptedJobSchema,
      '/generate/async',
    ),
    submitSizes: post<In<typeof batchRequestSchema>, typeof acceptedJobSchema>(
      acceptedJobSchema,
      '/generate/batch-sizes',
    ),
    process: post<In<typeof processRequestSchema> | FormData, typeof processAnswerSchema>(
      processAnswerSchema,
      '/process',
    ),
    makeDerivatives: post<
      In<typeof derivativesRequestSchema> | FormData,
      typeof derivativesAnswerSchema
    >(derivativesAnswerSchema, '/derivatives'),
    listJobs: get(jobListSchema, '/jobs'),
    readJob: (id: string, signal: AbortSignal) => ask(jobSchema, { path: ofJob(id) }, signal),
    readPictureResult: (id: string, signal: AbortSignal) =>
      ask(generateAnswerSchema, { path: ofJob(id, '/result') }, signal),
    readSizesResult: (id: string, signal: AbortSignal) =>
      ask(batchAnswerSchema, { path: ofJob(id, '/result') }, signal),
    cancelJob: (id: string, signal: AbortSignal) =>
      ask(cancelledJobSchema, { path: ofJob(id, '/cancel'), method: 'POST' }, signal),
    /** What happens to a job until its end; comes back where the connection is lost. */
    watchJob: (id: string, signal: AbortSignal): AsyncGenerator<WatchedEvent> =>
      watchJob(address, ofJob(id, '/events'), signal),
  };
}
