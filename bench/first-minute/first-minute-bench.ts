import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright';
import { waitUntilKeptOffline } from '../../e2e/kept-offline.ts';
import { openStudio } from '../../scripts/demo/studio-session.ts';
import { medianOf, type Bench, type BenchRow } from '../bench.ts';
import { openSlowLine, type SlowLine } from './slow-line.ts';

const ROUNDS = 3;
const FILM = resolve('out/first-minute');
const FRAME_EVERY_MS = 500;

/** What a visitor waits for on the first screen, in seconds from the click. */
interface Waits {
  shown: number;
  word: number;
  sound: number;
  sticker: number;
}

/**
 * The first screen as a stranger meets it: a cold cache, each panel pressed as soon as it is there;
 * then all at once; then offline.
 */
export const firstMinuteBench: Bench = {
  about:
    'The first screen in headless Chromium on localhost, from a cold cache, each built-in model in a visit of its own and pressed as soon as ' +
    'its button is there; "peer" is the aim. Then all three at once, and again offline after a reload; then through a proxy that is as narrow and as ' +
    'far as a line of 20 Mbit/s and 40 ms. Median of 3 rounds. The film: out/first-minute/.',
  async run() {
    await mkdir(FILM, { recursive: true });
    const session = await openStudio([]);
    try {
      const browser = session.context.browser();
      if (!browser) throw new Error('The browser is gone.');
      const { origin } = new URL(session.page.url());
      const rounds: Waits[] = [];
      for (let round = 0; round < ROUNDS; round++) rounds.push(await measureCold(browser, origin));
      await filmTogether(browser, origin);
      const median = (name: keyof Waits) => medianOf(rounds.map((waits) => waits[name]));
      return [
        row('first screen shown, from the address', median('shown'), 3),
        row('first word of the guide, from the address', median('shown') + median('word'), 3),
        row('first spoken word, from the click', median('sound'), 1),
        row('first sticker, from the click', median('sticker'), 8),
        ...(await measureTogether(browser, origin)),
        ...(await measureOverSlowLine(browser, origin)),
      ];
    } finally {
      await session.close();
    }
  },
};

const row = (what: string, ours: number, aim: number, unit = 's'): BenchRow => ({
  what,
  ours,
  peer: aim,
  peerName: 'the aim',
  unit,
});

const SLOW = { mbitPerSecond: 20, roundTripMs: 40 };
const SLOW_NAME = `${SLOW.mbitPerSecond} Mbit/s and ${SLOW.roundTripMs} ms`;

/**
 * The same over a line as people have it, each in a visit of its own, and what comes over it before
 * anything is pressed.
 */
async function measureOverSlowLine(browser: Browser, origin: string): Promise<BenchRow[]> {
  const visit = async <T>(
    use: (page: Page, line: SlowLine) => Promise<T>,
    open = openPlainly,
  ): Promise<T> => {
    const line = await openSlowLine(origin, SLOW);
    return inNewContext(browser, (page) =>
      open(page, line.origin).then(() => use(page, line)),
    ).finally(line.close);
  };
  const measureWait = (button: string, wait: (page: Page) => Promise<unknown>) =>
    measureRounds(() => visit((page) => press(page, button, wait)));
  const countBytes = async (_: Page, line: SlowLine) => (await countUntilQuiet(line)) / 1e6;
  return [
    row(
      `at ${SLOW_NAME}: first word of the guide, from the click`,
      await measureWait('Write', waitForWord),
      4,
    ),
    row(
      `at ${SLOW_NAME}: first sticker, from the click`,
      await measureWait('Draw', waitForSticker),
      10,
    ),
    row(
      'on the wire before anything is pressed, all kept for offline use',
      await visit(countBytes),
      16,
      'MB',
    ),
    row(
      'on the wire before anything is pressed, with Save-Data',
      await visit(countBytes, openSparingly),
      0.5,
      'MB',
    ),
  ];
}

async function measureRounds(measure: () => Promise<number>): Promise<number> {
  const seconds: number[] = [];
  for (let round = 0; round < ROUNDS; round++) seconds.push(await measure());
  return medianOf(seconds);
}

async function openPlainly(page: Page, origin: string): Promise<void> {
  await open(page, origin);
}

async function openSparingly(page: Page, origin: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setDataSaverOverride', { dataSaverEnabled: true });
  await open(page, origin);
}

const QUIET_MS = 8000;

/** Bytes until nothing has come for a while. */
async function countUntilQuiet({ received }: SlowLine): Promise<number> {
  const count = () => received.reduce((sum, { bytes }) => sum + bytes, 0);
  for (let before = -1; before !== count(); await new Promise((next) => setTimeout(next, QUIET_MS)))
    before = count();
  return count();
}

async function measureCold(browser: Browser, origin: string): Promise<Waits> {
  const visit = <T>(use: (page: Page, shown: number) => Promise<T>) =>
    inNewContext(browser, (page) => open(page, origin).then((shown) => use(page, shown)));
  const [shown, word] = await visit(
    async (page, seconds) => [seconds, await press(page, 'Write', waitForWord)] as const,
  );
  const sound = await visit((page) => press(page, 'Speak', waitForSound));
  const sticker = await visit((page) => press(page, 'Draw', waitForSticker));
  return { shown, word, sound, sticker };
}

/**
 * All three at once, with the longest task that held the page up; then a reload without a network.
 */
async function measureTogether(browser: Browser, origin: string): Promise<BenchRow[]> {
  return inNewContext(browser, async (page, context) => {
    await open(page, origin);
    await page.evaluate(() => {
      Object.assign(globalThis, { longestTaskMs: 0 });
      new PerformanceObserver((list) => {
        const longest = Math.max(...list.getEntries().map(({ duration }) => duration));
        Object.assign(globalThis, {
          longestTaskMs: Math.max(Reflect.get(globalThis, 'longestTaskMs') as number, longest),
        });
      }).observe({ type: 'longtask' });
    });
    const together = await pressAll(page);
    const longest = await page.evaluate(() => Reflect.get(globalThis, 'longestTaskMs') as number);
    await waitUntilKeptOffline(page);
    await context.setOffline(true);
    await page.reload();
    const offline = await pressAll(page);
    return [
      row('all three at once, until the last is done', together, 12),
      row('longest task of the page meanwhile', longest / 1000, 0.2),
      row('all three again, offline', offline, 12),
    ];
  });
}

/** The same in a visit of its own: taking pictures holds a page up. */
async function filmTogether(browser: Browser, origin: string): Promise<void> {
  await inNewContext(browser, async (page) => {
    await open(page, origin);
    const film = startFilm(page);
    await pressAll(page);
    await film.stop();
  });
}

async function pressAll(page: Page): Promise<number> {
  const begin = performance.now();
  for (const name of ['Write', 'Draw', 'Speak'])
    await page.getByRole('button', { name, exact: true }).click();
  await Promise.all([waitForWord(page), waitForSticker(page), waitForSound(page)]);
  return (performance.now() - begin) / 1000;
}

async function press(
  page: Page,
  name: string,
  wait: (page: Page) => Promise<unknown>,
): Promise<number> {
  await page.getByRole('button', { name, exact: true }).click();
  const begin = performance.now();
  await wait(page);
  return (performance.now() - begin) / 1000;
}

const LONG = { timeout: 120_000 };
/** A word of the answer itself: the place where it will be tells meanwhile what it waits for. */
const waitForWord = (page: Page) =>
  page.waitForFunction(
    () =>
      Object.values(triptych.chatStore.getState().messages).some(
        ({ role, content }) => role === 'assistant' && /\w{3}/.test(content),
      ),
    undefined,
    LONG,
  );
const waitForSound = (page: Page) =>
  page
    .getByRole('region', { name: 'Voice' })
    .getByText(/^First word after/)
    .waitFor(LONG);
const waitForSticker = (page: Page) => page.getByText(/^Drawn in/).waitFor(LONG);

/** Returns the seconds until the first screen is there. */
async function open(page: Page, origin: string): Promise<number> {
  const begin = performance.now();
  await page.goto(origin);
  await page.getByRole('button', { name: 'Write', exact: true }).waitFor();
  return (performance.now() - begin) / 1000;
}

async function inNewContext<T>(
  browser: Browser,
  use: (page: Page, context: BrowserContext) => Promise<T>,
): Promise<T> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  try {
    return await use(await context.newPage(), context);
  } finally {
    await context.close();
  }
}

function startFilm(page: Page) {
  let isOver = false;
  const shooting = (async () => {
    for (let frame = 0; !isOver; frame++) {
      await page.screenshot({ path: `${FILM}/${String(frame).padStart(3, '0')}.png` });
      await page.waitForTimeout(FRAME_EVERY_MS);
    }
  })();
  return {
    async stop() {
      isOver = true;
      await shooting;
    },
  };
}
