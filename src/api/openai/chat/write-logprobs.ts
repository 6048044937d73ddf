import type { LikelyToken, TokenLogProbability } from '../../../engine/chat/chat-engine.ts';
import type { ChatManifest } from '../../../engine/models/manifest.ts';
import type { WireTokenLogprob } from './chat-schema.ts';

/** Whether a model's engine has the logits of what it writes. */
export function hasLogprobs({ engine, capabilities }: ChatManifest): boolean {
  return engine === 'transformers' && !capabilities.guide;
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
