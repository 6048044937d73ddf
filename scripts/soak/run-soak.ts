import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright';
import { chromiumLaunchOptions } from '../../e2e/chromium.ts';
import { buildStudioIfNeeded } from '../../server/build.ts';
import { goRound, settle } from './rounds.ts';
import { findGrowth, readUsage, type Usage } from './usage.ts';

interface SoakResult {
  start: Usage;
  end: Usage;
  rounds: number;
  /** Sentences on what has grown beyond its bound, and errors that the page has told. */
  problems: string[];
}

/** Models, caches and code are loaded in the first rounds, which do not count. */
const WARM_UP_ROUNDS = 2;
const FEWEST_ROUNDS = 3;

/**
 * Works in the built studio for some minutes, against a server of its own, and compares what both
 * take before and after. At least three rounds, however short the time.
 */
export async function runSoak(
  minutes: number,
  onRound?: (count: number) => void,
): Promise<SoakResult> {
  await buildStudioIfNeeded();
  const server = await startServer();
  const browser = await chromium.launch(chromiumLaunchOptions());
  try {
    const page = await browser.newPage({ reducedMotion: 'reduce' });
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(server.url);
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable');
    const measure = async () => {
      await settle(page);
      return readUsage(page, session, server.pid);
    };
    for (let count = 0; count < WARM_UP_ROUNDS; count++) await goRound(page, count);
    const start = await measure();
    const endsAt = Date.now() + minutes * 60_000;
    let rounds = 0;
    for (; rounds < FEWEST_ROUNDS || Date.now() < endsAt; rounds++) {
      await goRound(page, rounds);
      onRound?.(rounds + 1);
    }
    const end = await measure();
    return { start, end, rounds, problems: [...findGrowth(start, end), ...errors] };
  } finally {
    await browser.close();
    server.stop();
  }
}

/** The server in a process of its own, so that its handles and memory can be told from ours. */
async function startServer(): Promise<{ url: string; pid: number; stop(): void }> {
  const server: ChildProcess = spawn(process.execPath, ['--import', 'tsx', 'server/start.ts'], {
    env: { ...process.env, TRIPTYCH_PORT: '0', TRIPTYCH_MODELS: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(server, 'exit').then(() => {
    throw new Error('The server has ended before it was ready.');
  });
  ended.catch(() => undefined);
  const url = await Promise.race([readAddress(server), ended]);
  return { url, pid: server.pid ?? 0, stop: () => server.kill() };
}

async function readAddress({ stdout }: ChildProcess): Promise<string> {
  if (!stdout) throw new Error('The server says nothing.');
  for await (const line of createInterface(stdout)) {
    const [url] = /http:\/\/\S+/.exec(line) ?? [];
    if (url) return url;
  }
  throw new Error('The server told no address.');
}
