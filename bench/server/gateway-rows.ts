import { FAKE_CHAT } from '../../src/api/fakes/fake-services.fixture.ts';
import { takeTurns } from '../answers/answer-side.ts';
import { askServer, timeShortAnswer, type Question } from '../answers/ask-server.ts';
import { writePace } from '../answers/paced-chat.ts';
import { startWholeServer, type RunningServer } from '../answers/start-server.ts';
import { medianOf, type BenchRow } from '../bench.ts';

const REQUESTS = 300;
const WARM_UP = 50;
const STREAM_ROUNDS = 5;
const STREAM_TOKENS = 2000;
/** What a gateway may add to a request. */
const AIM_MS = 1;

const ask = (maxTokens: number): Question => ({
  ...{ model: FAKE_CHAT, maxTokens },
  messages: [{ role: 'user', content: writePace(0) }],
});

/** A server that passes requests on, against asking the other one directly. */
export async function measureGateway(behind: RunningServer): Promise<BenchRow[]> {
  const gateway = await startWholeServer({ TRIPTYCH_UPSTREAMS: `behind=${behind.url}` });
  try {
    const [ours, direct] = await timeRequests(gateway.url, behind.url);
    const streams = await takeTurns(
      {
        gateway: { ask: () => askServer(gateway.url, ask(STREAM_TOKENS)) },
        direct: { ask: () => askServer(behind.url, ask(STREAM_TOKENS)) },
      },
      STREAM_ROUNDS,
    );
    const row = (what: string, ours: number, peer: number, unit: string): BenchRow => ({
      ...{ what, ours, peer, unit },
      peerName: 'the server behind it, asked directly',
    });
    return [
      row('gateway, a request', ours, direct, 'ms'),
      {
        what: 'gateway, added to a request',
        ...{ ours: ours - direct, peer: AIM_MS, peerName: 'the aim', unit: 'ms' },
      },
      row(
        'gateway, a streamed token',
        streams.gateway.perTokenMs * 1000,
        streams.direct.perTokenMs * 1000,
        'µs',
      ),
    ];
  } finally {
    await gateway.stop();
  }
}

/** Medians of both ways, in turns. */
async function timeRequests(gateway: string, direct: string): Promise<[number, number]> {
  const times: [number[], number[]] = [[], []];
  for (let request = 0; request < WARM_UP + REQUESTS; request++)
    for (const [side, url] of [gateway, direct].entries()) {
      const ms = await timeShortAnswer(url, ask(1));
      if (request >= WARM_UP) times[side]?.push(ms);
    }
  return [medianOf(times[0]), medianOf(times[1])];
}
