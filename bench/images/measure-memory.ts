import type { Page } from 'playwright';

const PATIENCE_MS = 30_000;

/**
 * Bytes of a page and its workers; wasm memory never shrinks, so this is also the most that it was. `undefined` where the browser does not
 * tell, which it does only after the next collection of garbage.
 */
export function measureMemory(page: Page): Promise<number | undefined> {
  return page.evaluate(async (patienceMs) => {
    const { measureUserAgentSpecificMemory: measure } = performance as Performance & {
      measureUserAgentSpecificMemory?: () => Promise<{ bytes: number }>;
    };
    const patience = new Promise<undefined>((resolve) => setTimeout(resolve, patienceMs));
    return measure ? (await Promise.race([measure.call(performance), patience]))?.bytes : undefined;
  }, PATIENCE_MS);
}
