import type {
  ChatRequest,
  LikelyToken,
  TokenLogProbability,
} from '../../../engine/chat/chat-engine.ts';
import type { ChatManifest } from '../../../engine/models/manifest.ts';
import type { WireTokenLogprob } from './chat-schema.ts';

/** As asked; where the model's engine has no logits of what it writes, without them, and `warn` says so. */
export function keepLogprobs(
  request: ChatRequest,
  { id, engine, capabilities }: ChatManifest,
  warn: (sentence: string) => void,
): ChatRequest {
  const { logProbabilities, ...rest } = request;
  if (logProbabilities === undefined) return rest;
  if (engine === 'transformers' && !capabilities.guide) return request;
  warn(`${id} cannot tell how likely its tokens are; logprobs was ignored.`);
  return rest;
}

/** What OpenAI writes for a token that could hardly be; JSON has no infinity. */
const LEAST_LOGPROB = -9999;

/** As a part of an answer; without any if the engine told none. */
export function writeLogprobs(told: readonly TokenLogProbability[] | undefined): {
  logprobs?: WireTokenLogprob[];
} {
  return told
    ? {
        logprobs: told.map(({ likeliest, ...token }) => ({
          ...writeToken(token),
          top_logprobs: likeliest.map(writeToken),
        })),
      }
    : {};
}

function writeToken({ bytes, logProbability }: LikelyToken) {
  return {
    token: new TextDecoder().decode(bytes),
    logprob: Math.max(LEAST_LOGPROB, logProbability),
    bytes: [...bytes],
  };
}
