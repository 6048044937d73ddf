import { setTimeout as sleep } from 'node:timers/promises';
import type OpenAI from 'openai';
import { readReplicas, type Replica } from './read-replicas.ts';

/** What runs while it is checked. */
export interface Stage {
  /** Asks Ray Serve through the companion. */
  gateway: OpenAI;
  /** Asks Ray Serve itself. */
  direct: OpenAI;
  rayUrl: string;
  /** Aborted when whoever waits has had enough. */
  signal: AbortSignal;
}

/** As deploy/ray-serve calls the weights of weights.txt. */
export const MODEL = 'smollm2-135m-instruct.q4_1';

export const STORY = [{ role: 'user', content: 'Write a long story about a whale.' } as const];

/** Waits until the replicas are as they should be. Throws if they still are not after `withinMs`. */
export async function waitForReplicas(
  { rayUrl, signal }: Stage,
  what: string,
  isSo: (replicas: readonly Replica[]) => boolean,
  { withinMs = 120_000, everyMs = 250 } = {},
): Promise<Replica[]> {
  const begin = performance.now();
  let seen: Replica[] = [];
  while (performance.now() - begin < withinMs) {
    seen = await readReplicas(rayUrl, signal);
    if (isSo(seen)) return seen;
    await sleep(everyMs, undefined, { signal });
  }
  throw new Error(`${what}: not within ${withinMs / 1000} s. There is ${JSON.stringify(seen)}.`);
}

/** The only replica. Throws if there are more, or none. */
export async function readOnlyReplica({ rayUrl, signal }: Stage): Promise<Replica> {
  const [replica, ...others] = await readReplicas(rayUrl, signal);
  if (!replica || others.length > 0) throw new Error('There should be one replica.');
  return replica;
}
