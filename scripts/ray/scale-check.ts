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
    const { begunBefore } = await loseReplica(stage, load, both);
    const replaced = performance.now();
    await load.end();
    const calm = performance.now();
    checkLater(load, begunBefore);
    await waitForReplicas(stage, 'One replica again', ({ length }) => length === 1);
    const down = performance.now();
    return [
      `two replicas after ${describeTime(begin, up)} of ${AT_ONCE} chats at once`,
      `one of them killed, and replaced within ${describeTime(up, replaced)}`,
      `${load.answered.length} chats answered, ${load.broken.length} broken by that`,
      `one replica ${describeTime(calm, down)} after the last chat`,
    ].join('; ');
  } finally {
    await load.end();
  }
}

/** Kills a replica at work and waits for another one. Resolves with how many chats were begun before. */
async function loseReplica(
  stage: Stage,
  load: Load,
  [lost]: readonly Replica[],
): Promise<{ begunBefore: number }> {
  await waitForReplicas(stage, 'Both replicas work', (all) =>
    all.every(({ running }) => running > 0),
  );
  checkNoneBroken(load.broken);
  if (!lost) throw new Error('There is no replica.');
  process.kill(lost.process, 'SIGKILL');
  const begunBefore = load.begun;
  await waitForReplicas(
    stage,
    'Another replica at work in its place',
    (all) => all.length === 2 && all.every(({ id, steps }) => id !== lost.id && steps > 0),
  );
  return { begunBefore };
}

/** What the lost one was writing is broken off; whatever was asked later went to another one. */
function checkLater({ broken, answered }: Load, begunBefore: number): void {
  const isLater = (number: number) => number >= begunBefore;
  checkNoneBroken(broken.filter(({ number }) => isLater(number)));
  assert.ok(answered.some(isLater), 'no chat was answered after a replica was lost');
}

function checkNoneBroken(broken: Load['broken']): void {
  const reasons = broken.map(({ why }) => why).join('; ');
  assert.equal(broken.length, 0, `${broken.length} chats broke off: ${reasons}`);
}

const describeTime = (from: number, to: number) => `${((to - from) / 1000).toFixed(1)} s`;
