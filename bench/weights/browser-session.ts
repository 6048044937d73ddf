import { chromium, type Page } from 'playwright';
import { chromiumLaunchOptions } from '../../e2e/chromium.ts';
import { measureMemory, watchMemory } from '../../scripts/process-memory.ts';

/** What some work took. */
export interface Figures<T> {
  value: T;
  /**
   * Most memory that the browser's processes took together, and what the open page took before.
   * Bytes.
   */
  peakBytes: number;
  idleBytes: number;
}

/**
 * Does some work on the bench's page in a browser of its own, whose stored data is in `profile`.
 */
export async function measureInBrowser<T>(
  url: string,
  profile: string,
  work: (page: Page) => Promise<T>,
): Promise<Figures<T>> {
  const context = await chromium.launchPersistentContext(profile, chromiumLaunchOptions());
  try {
    const page = context.pages()[0] ?? (await context.newPage());
    await page.goto(url);
    await page.waitForFunction(() => 'startSide' in globalThis);
    const idleBytes = await measureMemory();
    const memory = watchMemory();
    const value = await work(page);
    memory.stop();
    return { value, peakBytes: memory.readPeak() ?? Number.NaN, idleBytes };
  } finally {
    await context.close();
  }
}
