import { throwIfAborted, whenAborted } from '../../../src/engine/errors.ts';
import type { LlamaContext, LlamaSequence } from './llama-cpp.ts';
import { countCommon } from './sequence-cache.ts';

/** The sequences of a context, of which there are only so many. */
export interface SequencePool {
  /**
   * The free one that has read most of the prompt already, unless much else would be lost; then the
   * one that has waited longest. Waits while none is free.
   */
  take(
    prompt: readonly number[],
    signal: AbortSignal,
  ): Promise<{ sequence: LlamaSequence; release(): void }>;
  /** A request uses the model from here to `leave`. */
  enter(): void;
  leave(): void;
  whenIdle(signal: AbortSignal): Promise<void>;
}

export function createSequencePool(context: LlamaContext): SequencePool {
  /** Those that have waited longest come first. */
  const free = Array.from({ length: context.totalSequences }, () => context.getSequence());
  let users = 0;
  const waiting = new Set<() => void>();
  /** Each looks whether it can go on. */
  const wake = () => {
    const all = [...waiting];
    waiting.clear();
    for (const go of all) go();
  };
  const nextChange = () => new Promise<void>((resolve) => waiting.add(resolve));
  async function waitFor(isThere: () => boolean, signal: AbortSignal): Promise<void> {
    while (!isThere()) await Promise.race([nextChange(), whenAborted(signal)]);
    throwIfAborted(signal);
  }
  return {
    enter: () => void (users += 1),
    leave() {
      users -= 1;
      wake();
    },
    whenIdle: (signal) => waitFor(() => users === 0, signal),
    async take(prompt, signal) {
      await waitFor(() => free.length > 0, signal);
      const [sequence] = free.splice(chooseSequence(free, prompt), 1);
      if (!sequence) throw new Error('No sequence is free.');
      return {
        sequence,
        release() {
          free.push(sequence);
          wake();
        },
      };
    },
  };
}

/**
 * Index of the one to read a prompt with. A beginning that all conversations share is no reason to
 * forget one: at least half of what a sequence has read must be of use.
 */
function chooseSequence(free: readonly LlamaSequence[], prompt: readonly number[]): number {
  const useful = free.map((sequence) => {
    const common = countCommon(sequence, prompt);
    return common * 2 >= sequence.contextTokens.length ? common : 0;
  });
  return useful.indexOf(Math.max(...useful));
}
