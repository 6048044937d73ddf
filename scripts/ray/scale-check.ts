import assert from 'node:assert/strict';
import type { Replica } from './read-replicas.ts';
import { startLoad, type Load } from './start-load.ts';
import { waitForReplicas, type Stage } from './stage.ts';

/** Three times as many as one replica is to have. */
const AT_ONCE = 6;
const MOST_CHATS = 2000;

/** More chats, a second replica; one is killed, another takes its place; no chats, one replica. */
export async function scale(stage: Stage): Promise<string> {
  const begin = performance.now();
  const load = startLoad(stage, AT_ONCE, MOST_CHATS);
  try {
    const both = await waitForReplicas(stage, 'A second replica', ({ length }) => length === 2);
    const up = performance.now();
    const again = await loseReplica(stage, load, both);
    await load.end();
    const calm = performance.now();
    await waitForReplicas(stage, 'One replica again', ({ length }) => length === 1);
    const since = (from: number, to = performance.now()) => `${((to - from) / 1000).toFixed(1)} s`;
    return [
      `two replicas after ${since(begin, up)} of ${AT_ONCE} chats at once`,
      `one of them killed and replaced in ${again.toFixed(1)} s`,
      `${load.answered.length} chats answered, ${load.broken.length} broken by that`,
      `one replica ${since(calm)} after the last chat`,
    ].join('; ');
  } finally {
    await load.end();
  }
}

/** Kills a replica at work. Resolves with the seconds until there are two again. */
async function loseReplica(stage: Stage, load: Load, both: readonly Replica[]): Promise<number> {
  const [lost, other] = both;
  if (!lost || !other) throw new Error('There should be two replicas.');
  await waitForReplicas(stage, 'Both replicas work', (all) =>
    all.every((each) => each.running > 0),
  );
  assert.deepEqual(load.broken, []);
  const begin = performance.now();
  process.kill(lost.process, 'SIGKILL');
  const begunBefore = load.begun;
  await waitForReplicas(
    stage,
    'Another replica in its place',
    (all) => all.length === 2 && all.every(({ id }) => id !== lost.id),
  );
  const seconds = (performance.now() - begin) / 1000;
  await waitForReplicas(stage, 'Both replicas work', (all) => all.every((each) => each.steps > 0));
  // What the lost one was writing is broken off; whatever was asked later went to the other one.
  const later = load.broken.filter(({ number }) => number >= begunBefore);
  assert.deepEqual(later, []);
  assert.ok(load.answered.some((number) => number >= begunBefore));
  return seconds;
}
