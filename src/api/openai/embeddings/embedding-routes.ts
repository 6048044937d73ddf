import type { z } from '@hono/zod-openapi';
import { EngineError } from '../../../engine/errors.ts';
import { encodeBase64 } from '../../base64.ts';
import { addRoute, type ApiApp, type ApiCall } from '../../http/add-route.ts';
import type { ApiServices, EmbeddingService } from '../../services.ts';
import { embeddingRequestSchema, embeddingsSchema } from './embedding-schema.ts';

/** `POST /v1/embeddings`. */
export function addEmbeddingRoutes(app: ApiApp, services: ApiServices): void {
  addRoute(
    app,
    {
      method: 'post',
      path: '/v1/embeddings',
      tag: 'Text',
      summary: 'Texts as vectors, for search',
      body: embeddingRequestSchema,
      answers: {
        200: { description: 'Vectors', content: { 'application/json': embeddingsSchema } },
      },
    },
    (call) => answerEmbeddings(call, services.embeddings),
  );
}

async function answerEmbeddings(
  call: ApiCall<z.output<typeof embeddingRequestSchema>>,
  embeddings: EmbeddingService | undefined,
): Promise<Response> {
  const { body, signal, trace } = call;
  if (!embeddings)
    refuse('not_supported', 'There is no model here that makes embeddings.', 'model');
  const model = await chooseModel(body.model, embeddings);
  trace.note({ model });
  const texts = readTexts(body.input);
  const { vectors, tokens } = await embeddings.embed({ model, texts }, signal);
  trace.countTokens(tokens, 0);
  const length = vectors[0]?.length ?? 0;
  if (body.dimensions != null && body.dimensions !== length)
    refuse('not_supported', `${model} makes vectors of ${length} dimensions only.`, 'dimensions');
  const isBase64 = body.encoding_format === 'base64';
  return call.answerJson({
    object: 'list',
    data: vectors.map((vector, index) => ({
      object: 'embedding',
      index,
      embedding: isBase64 ? encodeVector(vector) : [...vector],
    })),
    model,
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  });
}

async function chooseModel(
  named: string | undefined,
  { listModels }: EmbeddingService,
): Promise<string> {
  const models = await listModels();
  const chosen = models.find((id) => named === undefined || id === named);
  if (chosen !== undefined) return chosen;
  const some = models.slice(0, 3).join(', ');
  return refuse('model_not_found', `Embeddings are made by ${some} here, not ${named}.`, 'model');
}

function readTexts(input: z.output<typeof embeddingRequestSchema>['input']): string[] {
  const texts = typeof input === 'string' ? [input] : input;
  return texts.map((each) => {
    if (typeof each === 'string') return each;
    return refuse('not_supported', 'Send texts: token numbers are another model’s.', 'input');
  });
}

function encodeVector({ buffer, byteOffset, byteLength }: Float32Array): string {
  return encodeBase64(new Uint8Array(buffer, byteOffset, byteLength));
}

function refuse(code: 'not_supported' | 'model_not_found', message: string, param: string): never {
  throw new EngineError(code, message, { details: { param } });
}
