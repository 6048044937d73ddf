import { defineConfig } from '@playwright/test';
import { chromiumLaunchOptions } from './e2e/chromium.ts';
import { TRIPTYCH_MODELS } from './e2e/fixtures/write-fixtures.ts';

/** Another one where several runs share a machine. */
const PORT = Number(process.env.TRIPTYCH_TEST_PORT ?? 4188);

export default defineConfig({
  testDir: 'e2e',
  outputDir: '.cache/test-results',
  globalSetup: './e2e/fixtures/write-fixtures.ts',
  // Models compute on the processor here, with as many threads as it has; but half of a story is
  // waiting for a page.
  workers: 2,
  fullyParallel: true,
  // Machines lend their processors to others; what hangs is noticed in time all the same.
  timeout: 240_000,
  // A machine that is busy with other work for a moment is no fault of the program; what needed it
  // is named in the report.
  retries: 1,
  expect: { timeout: 30_000 },
  forbidOnly: !!process.env.CI,
  reporter: process.env.CI ? 'list' : [['list']],
  use: {
    baseURL: `http://127.0.0.1:${PORT}`,
    launchOptions: chromiumLaunchOptions(),
    viewport: { width: 1280, height: 800 },
    // Drawing motion and recording traces would take half of a machine without a GPU.
    contextOptions: { reducedMotion: 'reduce' },
    trace: 'on-first-retry',
  },
  webServer: {
    command: 'npx tsx server/start.ts',
    url: `http://127.0.0.1:${PORT}/`,
    env: { TRIPTYCH_PORT: String(PORT), TRIPTYCH_MODELS },
    timeout: 120_000,
    reuseExistingServer: false,
  },
});
