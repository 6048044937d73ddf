import { hashChunk } from '../../models/digest.ts';
import type { BatchEvent } from '../batch/batch-request.ts';
import type { PictureEvent } from '../stages/picture-request.ts';

/** What a request was answered with. */
export type StudioAnswer = Extract<PictureEvent | BatchEvent, { type: 'finish' }>;

/** Answers by the digest of all that they depend on; those that were used last, within a size. */
export interface PictureCache {
  match(key: string): Promise<StudioAnswer | undefined>;
  /** Puts an answer in place of the one with this key. One that does not fit is left out. */
  put(key: string, answer: StudioAnswer): Promise<void>;
  /** Deletes answers that have one of these files in them: somebody has deleted the picture. */
  forget(files: readonly Blob[]): Promise<void>;
  /** Bytes of all pictures. */
  measure(): Promise<number>;
  /** Deletes all answers. */
  clear(): Promise<void>;
}

/** Every picture of an answer. */
function listFiles(answer: StudioAnswer): Blob[] {
  const pictures = 'images' in answer ? answer.images : [answer];
  const bases = 'images' in answer ? answer.bases : [];
  const derived = pictures.flatMap(({ derivatives }) => derivatives);
  return [...pictures, ...bases, ...derived].map(({ file }) => file);
}

/** What a cache notes of an answer. */
export interface AnswerFacts {
  /** Of all its pictures. */
  sizeBytes: number;
  /** SHA-256 of each picture. */
  digests: string[];
}

export async function describeAnswer(answer: StudioAnswer): Promise<AnswerFacts> {
  const files = listFiles(answer);
  const sizeBytes = files.reduce((sum, { size }) => sum + size, 0);
  return { sizeBytes, digests: await hashFiles(files) };
}

export function sumBytes(all: Iterable<Pick<AnswerFacts, 'sizeBytes'>>): number {
  let sum = 0;
  for (const { sizeBytes } of all) sum += sizeBytes;
  return sum;
}

/** SHA-256 of each. */
export async function hashFiles(files: readonly Blob[]): Promise<string[]> {
  const digests: string[] = [];
  for (const file of files) digests.push(await hashChunk(new Uint8Array(await file.arrayBuffer())));
  return digests;
}

/** The last answers, while the process lasts. `mostBytes`: of all their pictures together. */
export function createMemoryPictureCache(mostBytes: number): PictureCache {
  const answers = new Map<string, AnswerFacts & { answer: StudioAnswer }>();
  return {
    async match(key) {
      const known = answers.get(key);
      if (!known) return undefined;
      answers.delete(key);
      answers.set(key, known);
      return known.answer;
    },
    async put(key, answer) {
      const facts = await describeAnswer(answer);
      answers.delete(key);
      if (facts.sizeBytes > mostBytes) return;
      answers.set(key, { ...facts, answer });
      let total = sumBytes(answers.values());
      for (const [oldest, { sizeBytes }] of answers) {
        if (total <= mostBytes) break;
        answers.delete(oldest);
        total -= sizeBytes;
      }
    },
    async forget(files) {
      const gone = await hashFiles(files);
      for (const [key, { digests }] of answers)
        if (digests.some((digest) => gone.includes(digest))) answers.delete(key);
    },
    measure: async () => sumBytes(answers.values()),
    clear: async () => answers.clear(),
  };
}
