import { FAKE_CHAT } from '../../src/api/fakes/fake-services.fixture.ts';
import type { BenchRow } from '../bench.ts';
import { askServer } from './ask-server.ts';
import { writePace } from './paced-chat.ts';
import type { RunningServer } from './start-server.ts';

export interface Crowd {
  streams: number;
  /** Of each answer. */
  tokens: number;
  /** From a token to the next one. */
  waitMs: number;
}

/** What many answers at once came to. */
export interface CrowdResult {
  /** Answers that came to their end. */
  whole: number;
  tokensPerSecond: number;
  /** While all of them are written: early, and shortly before their end. */
  earlyBytes: number;
  lateBytes: number;
}

/** Parts of all tokens after which memory is measured. */
export const [EARLY, LATE] = [0.2, 0.9];

/** Streams from a paced server, all begun together. */
export async function askAtOnce(
  { url, measureMemory }: RunningServer,
  { streams, tokens, waitMs }: Crowd,
): Promise<CrowdResult> {
  const question = {
    ...{ model: FAKE_CHAT, maxTokens: tokens },
    messages: [{ role: 'user', content: writePace(waitMs) } as const],
  };
  const all = streams * tokens;
  const measured: Promise<number>[] = [];
  let count = 0;
  const onToken = () => {
    count++;
    if (count === Math.floor(all * EARLY) || count === Math.floor(all * LATE))
      measured.push((measured.at(-1) ?? Promise.resolve()).then(measureMemory));
  };
  const begin = performance.now();
  const answers = await Promise.allSettled(
    Array.from({ length: streams }, () => askServer(url, question, onToken)),
  );
  const seconds = (performance.now() - begin) / 1000;
  const failed = answers.filter((each) => each.status === 'rejected');
  for (const { reason } of failed.slice(0, 3)) process.stderr.write(`${String(reason)}\n`);
  const [earlyBytes = Number.NaN, lateBytes = Number.NaN] = await Promise.all(measured);
  return {
    whole: streams - failed.length,
    tokensPerSecond: count / seconds,
    ...{ earlyBytes, lateBytes },
  };
}

export function writeCrowdRows(
  what: string,
  { streams, waitMs }: Crowd,
  { whole, tokensPerSecond, earlyBytes, lateBytes }: CrowdResult,
): BenchRow[] {
  return [
    {
      what: `${what}, answers that came whole`,
      ...{ ours: whole, peer: streams, peerName: 'asked for', unit: 'answers' },
    },
    {
      what: `${what}, all together`,
      ...{ ours: tokensPerSecond, peer: (streams * 1000) / waitMs, unit: 'tokens/s' },
      peerName: "the engine's own pace",
    },
    {
      what: `${what}, memory after ${LATE * 100} % of the tokens`,
      ...{ ours: lateBytes / 1e6, peer: earlyBytes / 1e6, unit: 'MB' },
      peerName: `Triptych after ${EARLY * 100} %`,
    },
  ];
}
