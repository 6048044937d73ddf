import { describeError } from '../error-sentences.ts';
import type { EngineError, ErrorCode } from '../errors.ts';

/** What a failure means for one picture, where the common sentence speaks of models and chats. */
const SENTENCES: Readonly<Partial<Record<ErrorCode, string>>> = {
  out_of_memory:
    'There is not enough memory for this picture. Close other tabs, or add a smaller one.',
  engine_crashed: 'The engine stopped at this picture and has restarted. Try it again.',
  internal: 'The engine cannot process this picture. It may be damaged.',
};

export function sayFailure(error: EngineError): string {
  return SENTENCES[error.code] ?? describeError(error).sentence;
}
