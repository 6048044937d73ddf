import { FAKE_CHAT } from '../../src/api/fakes/fake-services.fixture.ts';
import type { BenchRow } from '../bench.ts';
import { compareAnswers } from './answer-rows.ts';
import { takeTurns } from './answer-side.ts';
import { askEngine } from './ask-engine.ts';
import { askServer, type Question } from './ask-server.ts';
import { pacedChat, writePace } from './paced-chat.ts';

interface PacedCase {
  what: string;
  waitMs: number;
  tokens: number;
}

const ROUNDS = 7;

/** A model of a hundred tokens a second, and one that takes no time at all. */
const CASES: readonly PacedCase[] = [
  { what: 'server, 10 ms a token', waitMs: 10, tokens: 150 },
  { what: 'server, no work', waitMs: 0, tokens: 4000 },
];

/** The server's chat over an engine that is called directly, too: in this process. */
export async function measureServerChat(url: string): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const { what, waitMs, tokens } of CASES) {
    const question: Question = {
      ...{ model: FAKE_CHAT, maxTokens: tokens },
      messages: [{ role: 'user', content: writePace(waitMs) }],
    };
    const times = await takeTurns(
      {
        ours: { ask: () => askServer(url, question) },
        direct: { ask: () => askEngine(pacedChat, question) },
      },
      ROUNDS,
    );
    rows.push(...compareAnswers(what, times.ours, times.direct, 'the engine called directly'));
  }
  return rows;
}
