import { readdirSync } from 'node:fs';
import type { Page } from '@playwright/test';

/**
 * Lets this browser remember the check of its GPU, SwiftShader, as gpu-check.spec.ts finds it: to
 * compute on it and on the processor in workers of their own is most of what a small picture takes.
 * Call on a page of the studio; a reload goes by it.
 */
export async function rememberGpuCheck(page: Page): Promise<void> {
  const runtime = readdirSync('dist/assets').find((name) =>
    /^ort-wasm-.*\.asyncify-.*\.wasm$/.test(name),
  );
  await page.waitForFunction(() => globalThis.triptych.device.getState()?.adapter);
  await page.evaluate(async (name) => {
    const id = globalThis.triptych.device.getState()?.adapter?.id;
    const verdict = {
      key: [id, name, navigator.userAgent].join(' | '),
      result: 'right-without-subgroups',
      attempts: [],
      testedAt: Date.now(),
    };
    const opening = indexedDB.open('triptych-values', 1);
    opening.onupgradeneeded = () => void opening.result.createObjectStore('values');
    await new Promise((done) => (opening.onsuccess = done));
    const writing = opening.result.transaction('values', 'readwrite');
    writing.objectStore('values').put(verdict, `gpu-verdict ${verdict.key}`);
    await new Promise((done) => (writing.oncomplete = done));
    opening.result.close();
  }, runtime);
}
