import type { z } from '@hono/zod-openapi';
import type { ChatRequest, SamplingParameters } from '../../engine/chat/chat-engine.ts';
import { definedOnly } from '../../engine/defined-only.ts';
import type { samplingFields } from './chat/chat-schema.ts';

type WireSampling = z.output<z.ZodObject<typeof samplingFields>>;

/** Smallest share of the probability mass, which only the likeliest token fits into. */
const LEAST_TOP_P = 1e-9;

/** OpenAI's names of what draws tokens, in the engine's. */
export function toSampling(wire: WireSampling): SamplingParameters & Pick<ChatRequest, 'stop'> {
  return definedOnly({
    temperature: wire.temperature ?? undefined,
    topP: wire.top_p === 0 ? LEAST_TOP_P : (wire.top_p ?? undefined),
    topK: wire.top_k ?? undefined,
    minP: wire.min_p ?? undefined,
    repetitionPenalty: wire.repetition_penalty ?? undefined,
    frequencyPenalty: wire.frequency_penalty ?? undefined,
    presencePenalty: wire.presence_penalty ?? undefined,
    seed: wire.seed ?? undefined,
    stop: wire.stop == null ? undefined : [wire.stop].flat(),
  });
}
