import type { BrowserContext, Locator, Page } from 'playwright';
import { openStudio } from '../../scripts/demo/studio-session.ts';
import { medianOf, type Bench, type BenchRow } from '../bench.ts';
import { fillProfile, RARE_WORDS, writeImportFile } from './fill-profile.ts';

const DEFAULT_COUNT = 10_000;
const IMPORTED = 245;
/** A machine is not the same from moment to moment. */
const ROUNDS = 3;
const MAX_NODES = 2000;
const SCREEN_AIM_MS = 1000;
const SEARCH_AIM_MS = 300;
/** Below that, a page follows the hand. */
const TASK_AIM_MS = 50;
/** A screen that is whole is not long about it: what a list mounts later is counted, too. */
const SETTLE_MS = 3000;

interface ScreenPlan {
  name: string;
  address: string;
  /** Its first row. */
  find(page: Page): Locator;
}

const SCREENS: readonly ScreenPlan[] = [
  {
    name: 'Chat',
    address: '#/chat',
    find: (page) => page.getByRole('link', { name: /number 0$/ }),
  },
  {
    name: 'Images',
    address: '#/images',
    find: (page) => page.getByRole('button', { name: /sheet 0$/ }),
  },
  {
    name: 'Gallery',
    address: '#/gallery',
    find: (page) => page.getByRole('button', { name: /sheet 0$/ }),
  },
  {
    name: 'Speech',
    address: '#/speech',
    find: (page) => page.getByRole('button', { name: /^Tale of .* number 0/ }),
  },
];

/** `count`: of conversations, of pictures and of readings. */
export function createScaleBench(count = DEFAULT_COUNT): Bench {
  const many = count.toLocaleString('en');
  return {
    about: `A profile with ${many} conversations of four messages, ${many} pictures and ${many} readings, in headless Chromium on localhost. Each screen is opened ${ROUNDS} times in a new tab, and timed from the address to its heading and to the first row of its list; "peer" is the aim; medians. The longest task is the longest time for which the page did not answer, from the address to ${SETTLE_MS / 1000} s after the list. Searches are timed from the last letter to the found row.`,
    async run() {
      const session = await openStudio([]);
      try {
        const { origin } = new URL(session.page.url());
        process.stderr.write(`Filling with ${many} of each\n`);
        await fillProfile(session.page, count);
        await session.page.close();
        const rows: BenchRow[] = [];
        for (const screen of SCREENS)
          rows.push(...(await measureScreen(session.context, origin, screen)));
        rows.push(...(await measureSearches(session.context, origin)));
        rows.push(await measureNews(session.context, origin));
        rows.push(await measureImport(session.context, origin));
        return rows;
      } finally {
        await session.close();
      }
    },
  };
}

const row = (what: string, ours: number, aim: number, unit = 'ms'): BenchRow => ({
  what,
  ours,
  peer: aim,
  peerName: 'the aim',
  unit,
});

/** Opens a page that remembers its longest task. */
async function openPage(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  await page.addInitScript(() => {
    const measured = globalThis as { longestTask?: number };
    measured.longestTask = 0;
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries())
        measured.longestTask = Math.max(measured.longestTask ?? 0, duration);
    }).observe({ type: 'longtask' });
  });
  return page;
}

const readLongestTask = (page: Page): Promise<number> =>
  page.evaluate(() => (globalThis as { longestTask?: number }).longestTask ?? 0);

async function timeMs(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
}

async function measureScreen(
  context: BrowserContext,
  origin: string,
  screen: ScreenPlan,
): Promise<BenchRow[]> {
  const { name } = screen;
  process.stderr.write(`${name}\n`);
  const rounds: Awaited<ReturnType<typeof openScreen>>[] = [];
  for (let round = 0; round < ROUNDS; round++)
    rounds.push(await openScreen(context, origin, screen));
  const median = (read: (round: (typeof rounds)[number]) => number) => medianOf(rounds.map(read));
  return [
    row(
      `${name}, heading`,
      median(({ headingMs }) => headingMs),
      SCREEN_AIM_MS,
    ),
    row(
      `${name}, list`,
      median(({ listMs }) => listMs),
      SCREEN_AIM_MS,
    ),
    row(
      `${name}, longest task`,
      median(({ longest }) => longest),
      TASK_AIM_MS,
    ),
    row(
      `${name}, nodes`,
      median(({ nodes }) => nodes),
      MAX_NODES,
      'nodes',
    ),
  ];
}

async function openScreen(context: BrowserContext, origin: string, { address, find }: ScreenPlan) {
  const page = await openPage(context);
  const begin = performance.now();
  await page.goto(`${origin}/${address}`, { waitUntil: 'commit' });
  await page.getByRole('heading').first().waitFor();
  const headingMs = performance.now() - begin;
  await find(page).first().waitFor();
  const listMs = performance.now() - begin;
  await page.waitForTimeout(SETTLE_MS);
  const nodes = await page.locator('*').count();
  const longest = await readLongestTask(page);
  await page.close();
  return { headingMs, listMs, nodes, longest };
}

async function measureSearches(context: BrowserContext, origin: string): Promise<BenchRow[]> {
  const page = await openPage(context);
  await page.goto(`${origin}/#/chat`);
  const list = page.getByRole('navigation', { name: 'Conversations' });
  const field = list.getByRole('searchbox');
  await field.waitFor();
  const find = async (words: string) => {
    await field.fill(words);
    await list.getByRole('link').first().waitFor();
    await list.getByRole('link').nth(1).waitFor({ state: 'detached' });
  };
  const firstMs = await timeMs(() => find(RARE_WORDS));
  await field.fill('');
  await list.getByRole('link').nth(1).waitFor();
  const nextMs = await timeMs(() => find(RARE_WORDS.toUpperCase()));
  await page.goto(`${origin}/#/gallery`);
  const pictures = page.getByRole('list', { name: 'Pictures' }).getByRole('listitem');
  await pictures.nth(1).waitFor();
  await page.waitForTimeout(SETTLE_MS);
  const galleryMs = await timeMs(async () => {
    await page.getByRole('searchbox').fill(RARE_WORDS);
    await pictures.nth(1).waitFor({ state: 'detached' });
    await pictures.first().waitFor();
  });
  await page.keyboard.press('Control+k');
  const palette = page.getByPlaceholder('Search for anything');
  await palette.waitFor();
  const paletteMs = await timeMs(async () => {
    await palette.fill(RARE_WORDS);
    await page.getByRole('option', { name: RARE_WORDS }).first().waitFor();
  });
  await page.close();
  return [
    row('search of messages at once after the address', firstMs, SEARCH_AIM_MS),
    row('search of messages', nextMs, SEARCH_AIM_MS),
    row('search of pictures', galleryMs, SEARCH_AIM_MS),
    row('command palette', paletteMs, SEARCH_AIM_MS),
  ];
}

/** What a tab does when another one changes a picture. */
async function measureNews(context: BrowserContext, origin: string): Promise<BenchRow> {
  const [telling, told] = [await openPage(context), await openPage(context)];
  for (const page of [telling, told]) {
    await page.goto(`${origin}/#/gallery`);
    await page.getByRole('list', { name: 'Pictures' }).getByRole('listitem').nth(1).waitFor();
    await page.waitForTimeout(SETTLE_MS);
  }
  await told.evaluate(() => void ((globalThis as { longestTask?: number }).longestTask = 0));
  const isFavourite = () =>
    told.evaluate(
      () =>
        globalThis.triptych.library.state.getState().pictures?.find(({ id }) => id === 'picture-1')
          ?.isFavourite ?? false,
    );
  const ms = await timeMs(async () => {
    await telling.evaluate(() => globalThis.triptych.library.toggleFavourite('picture-1'));
    while (!(await isFavourite())) await told.waitForTimeout(10);
  });
  await telling.close();
  await told.close();
  return row('a change, until another tab has it', ms, SEARCH_AIM_MS);
}

async function measureImport(context: BrowserContext, origin: string): Promise<BenchRow> {
  const page = await openPage(context);
  await page.goto(`${origin}/#/chat`);
  const list = page.getByRole('navigation', { name: 'Conversations' });
  await list.getByRole('link').nth(1).waitFor();
  const ms = await timeMs(async () => {
    await list.getByLabel('File with conversations').setInputFiles({
      name: 'conversations.json',
      mimeType: 'application/json',
      buffer: writeImportFile(IMPORTED),
    });
    await page.getByText('A few words that were said elsewhere.').first().waitFor();
  });
  await page.close();
  return row(`import of ${IMPORTED} conversations`, ms, SCREEN_AIM_MS);
}
