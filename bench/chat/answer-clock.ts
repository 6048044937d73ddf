import type { Answer } from './chat-runner.ts';

/** Takes the time of an answer whose tokens come one after the other. */
export function startAnswerClock() {
  const begin = performance.now();
  let count = 0;
  let firstAt = begin;
  let lastAt = begin;
  return {
    /** A token has come. */
    tick(): void {
      lastAt = performance.now();
      if (count === 0) firstAt = lastAt;
      count++;
    },
    read: (text: string): Answer => ({
      text,
      firstTokenMs: firstAt - begin,
      tokensPerSecond: ((count - 1) * 1000) / (lastAt - firstAt),
    }),
  };
}
