import { readFileSync } from 'node:fs';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { chromiumLaunchOptions, findChromium } from './e2e/chromium.ts';
import { TRIPTYCH_MODELS } from './e2e/fixtures/write-fixtures.ts';

process.env.TRIPTYCH_MODELS = TRIPTYCH_MODELS;

/** A module for each language in which numbers are written. */
const N2WORDS = ['english/say-number.ts', 'number-normalizer.ts'].flatMap((file) => [
  ...new Set(readFileSync(`src/engine/speech/text/${file}`, 'utf8').match(/n2words\/[A-Za-z-]+/g)),
]);

export default defineConfig({
  test: {
    globalSetup: './e2e/fixtures/write-fixtures.ts',
    projects: [
      {
        test: {
          name: 'node',
          environment: 'node',
          testTimeout: 30_000,
          // A fifth of the time; tests keep nothing in modules that others could trip over.
          isolate: false,
          include: ['{src,server,workers,scripts}/**/*.test.ts'],
          exclude: ['**/*.browser.test.ts'],
        },
      },
      {
        extends: './vite.config.ts',
        // Found only when a worker asks for them, which would reload the page in the middle of a
        // test.
        optimizeDeps: {
          include: [
            '@contentauth/c2pa-wasm',
            '@huggingface/jinja',
            '@mlc-ai/web-llm',
            '@wllama/wllama',
            'comlink',
            'entities/decode',
            'hash-wasm',
            'htmlparser2',
            'idb',
            'idb-keyval',
            ...N2WORDS,
            'pdfjs-dist',
            'pdfjs-dist/build/pdf.worker.min.mjs',
            'wasm-vips',
            'zod',
            'zod/mini',
          ],
        },
        test: {
          name: 'browser',
          include: ['{src,workers}/**/*.browser.test.{ts,tsx}'],
          testTimeout: 180_000,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: findChromium() ? chromiumLaunchOptions() : {} }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
