import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright';
import { openStudio } from '../../scripts/demo/studio-session.ts';
import { measureMemory, watchMemory } from '../../scripts/process-memory.ts';
import type { Bench, BenchRow } from '../bench.ts';
import { writeLargePictures } from './large-pictures.ts';

const COUNT = 300;
const SIZE = { width: 4000, height: 3000 };
/** By now everything is loaded and warm. */
const WARM_AFTER = 10;
const LOOK_EVERY_MS = 200;
const TOLD_EVERY = 25;

export const bulkBench: Bench = {
  about: `${COUNT} JPEGs of ${SIZE.width} × ${SIZE.height} pixels in one run of the screen Bulk ("For the web": at most 2,000 pixels a side, as WebP), from adding them to the zip, in headless Chromium with its profile on the disk. Memory is the proportional set size of all processes of the browser; at rest, after the page has collected its garbage. "Peer" is Triptych earlier in the same run.`,
  async run() {
    const paths = await writeLargePictures(COUNT, SIZE);
    const profileFolder = await mkdtemp(join(tmpdir(), 'triptych-bulk-profile-'));
    try {
      const { page, close } = await openStudio([], { profileFolder });
      return await measureRun(page, paths).finally(close);
    } finally {
      await rm(profileFolder, { recursive: true, force: true });
      await rm(dirname(paths[0] ?? ''), { recursive: true, force: true });
    }
  },
};

async function measureRun(page: Page, paths: readonly string[]): Promise<BenchRow[]> {
  await page.evaluate(() => void (location.hash = '#/bulk'));
  await page.getByLabel('Pictures to process').setInputFiles([...paths]);
  await page.getByRole('button', { name: 'For the web' }).click();
  const begin = performance.now();
  await page.getByRole('button', { name: `Process ${COUNT} pictures` }).click();
  await waitUntilDone(page, WARM_AFTER);
  const early = await measureAtRest(page);
  const during = watchMemory();
  await waitUntilDone(page, COUNT);
  const seconds = (performance.now() - begin) / 1000;
  const peakOfRun = stopWatch(during);
  const late = await measureAtRest(page);
  const whileSaving = watchMemory();
  const zipBytes = await saveZip(page);
  const peakOfZip = stopWatch(whileSaving);
  const afterZip = await measureAtRest(page);
  const row = (what: string, bytes: number, peer: number, peerName: string): BenchRow => ({
    what,
    ours: bytes / 1e6,
    peer: peer / 1e6,
    peerName,
    unit: 'MB',
  });
  process.stderr.write(
    `${(COUNT / seconds).toFixed(2)} pictures a second; zip of ${Math.round(zipBytes / 1e6)} MB\n`,
  );
  return [
    row(`memory after ${COUNT} large pictures`, late, early, `after ${WARM_AFTER} of them`),
    row('most memory during the run', peakOfRun, early, `after ${WARM_AFTER} of them`),
    row('most memory while zipping', peakOfZip, late, `after ${COUNT} pictures`),
    row('memory after zipping', afterZip, late, `after ${COUNT} pictures`),
  ];
}

/** Waits until so many are through, as the bar at the bottom says. */
async function waitUntilDone(page: Page, count: number): Promise<void> {
  let told = 0;
  for (;;) {
    const text = (await page.locator('footer').last().textContent()) ?? '';
    const done = Number(/(\d+) of \d+/.exec(text)?.[1] ?? 0);
    if (done >= told + TOLD_EVERY) {
      told = done;
      process.stderr.write(
        `${done} of ${COUNT}: ${Math.round((await measureMemory()) / 1e6)} MB\n`,
      );
    }
    if (done >= count) return;
    await page.waitForTimeout(LOOK_EVERY_MS);
  }
}

async function measureAtRest(page: Page): Promise<number> {
  await page.requestGC();
  return measureMemory();
}

function stopWatch(watch: ReturnType<typeof watchMemory>): number {
  watch.stop();
  return watch.readPeak() ?? NaN;
}

/** Returns the bytes of the zip. */
async function saveZip(page: Page): Promise<number> {
  const download = page.waitForEvent('download', { timeout: 0 });
  await page.getByRole('button', { name: 'Save zip' }).click();
  return (await stat(await (await download).path())).size;
}
