import type { BatchEvent } from '../batch/batch-request.ts';
import type { PictureEvent } from '../stages/picture-request.ts';

/** What a request was answered with. */
export type StudioAnswer = Extract<PictureEvent | BatchEvent, { type: 'finish' }>;

/** Answers by the digest of all that they depend on. */
export interface PictureCache {
  match(key: string): Promise<StudioAnswer | undefined>;
  /** Puts an answer in place of the one with this key. What does not fit may be left out. */
  put(key: string, answer: StudioAnswer): Promise<void>;
}

/** The last answers, while the process lasts. */
export function createMemoryPictureCache(mostAnswers: number): PictureCache {
  const answers = new Map<string, StudioAnswer>();
  return {
    match: async (key) => answers.get(key),
    async put(key, answer) {
      answers.delete(key);
      answers.set(key, answer);
      const [oldest] = answers.keys();
      if (answers.size > mostAnswers && oldest !== undefined) answers.delete(oldest);
    },
  };
}
