import type { Page } from 'playwright';
import { openStudio } from '../../scripts/demo/studio-session.ts';
import { measureMemory } from '../../scripts/process-memory.ts';
import { startServiceWorker } from '../../scripts/tab-api/start-service-worker.ts';
import { BUILT_IN_CHAT_MODEL } from '../../src/engine/models/catalog.ts';
import { compareAnswers } from '../answers/answer-rows.ts';
import { takeTurns } from '../answers/answer-side.ts';
import {
  EARLY,
  LATE,
  writeCrowdRows,
  type Crowd,
  type CrowdResult,
} from '../answers/ask-at-once.ts';
import type { BenchRow } from '../bench.ts';
import { askBuiltIn } from './built-in-question.ts';
import {
  askApiInPage,
  askAtOnceInPage,
  askEngineInPage,
  replaceEngineInPage,
  type TabQuestion,
} from './tab-page.ts';

const ROUNDS = 7;
const COUNTED_TOKENS = 1000;

const counting = (): TabQuestion => ({
  ...{ model: BUILT_IN_CHAT_MODEL, maxTokens: COUNTED_TOKENS },
  messages: [{ role: 'user', content: 'Count.' }],
});

/** The API of the tab, against the page's own engine, in one page of the built studio. */
export async function measureTab(crowd: Crowd): Promise<BenchRow[]> {
  const session = await openStudio([]);
  try {
    const { page } = session;
    await startServiceWorker(page);
    const rows = await compareInPage(page, 'tab, the built-in model', askBuiltIn);
    await page.evaluate(replaceEngineInPage, 0);
    rows.push(...(await compareInPage(page, 'tab, no work', counting)));
    const what = `tab, ${crowd.streams} streams at once`;
    rows.push(...writeCrowdRows(what, crowd, await askAtOnce(page, crowd)));
    return rows;
  } finally {
    await session.close();
  }
}

async function compareInPage(
  page: Page,
  what: string,
  ask: (round: number) => TabQuestion,
): Promise<BenchRow[]> {
  const times = await takeTurns(
    {
      // First, since the API fetches the built-in model where it is missing.
      ours: { ask: (round) => page.evaluate(askApiInPage, ask(round)) },
      direct: { ask: (round) => page.evaluate(askEngineInPage, ask(round)) },
    },
    ROUNDS,
  );
  return compareAnswers(what, times.ours, times.direct, "the page's engine called directly");
}

async function askAtOnce(page: Page, { streams, tokens, waitMs }: Crowd): Promise<CrowdResult> {
  await page.evaluate(replaceEngineInPage, waitMs);
  const cdp = await page.context().newCDPSession(page);
  const measureAfter = async (part: number) => {
    await page.waitForFunction((count) => globalThis.wordsSaid >= count, part * streams * tokens, {
      polling: 100,
      timeout: 300_000,
    });
    await cdp.send('HeapProfiler.collectGarbage');
    return measureMemory();
  };
  const begin = performance.now();
  const asked = { streams, model: BUILT_IN_CHAT_MODEL, maxTokens: tokens };
  const answering = page.evaluate(askAtOnceInPage, asked);
  const earlyBytes = await measureAfter(EARLY);
  const lateBytes = await measureAfter(LATE);
  const whole = await answering;
  const seconds = (performance.now() - begin) / 1000;
  return { whole, tokensPerSecond: (streams * tokens) / seconds, earlyBytes, lateBytes };
}
