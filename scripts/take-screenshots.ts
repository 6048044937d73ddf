/**
 * Pictures of every screen in its states, from the running program, into out/screenshots/: `npm run
 * screenshots`; `-- images`: of one screen; `-- images 390 dark`: at one width, in one theme. Those
 * that the documents show go to docs/screenshots/ as well.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { serve } from '@hono/node-server';
import { chromium, type Browser, type Page } from 'playwright';
import { chromiumLaunchOptions } from '../e2e/chromium.ts';
import { buildStudioIfNeeded } from '../server/build.ts';
import { serveStudio } from '../server/serve-studio.ts';

const FOLDER = 'out/screenshots';
const DOCUMENTS_FOLDER = 'docs/screenshots';
/** What README.md shows. */
const IN_DOCUMENTS: ReadonlySet<string> = new Set(['home-full-1440-light', 'home-full-390-dark']);
const VIEWPORTS = [
  { width: 320, height: 568 },
  { width: 390, height: 844 },
  { width: 820, height: 1180 },
  { width: 844, height: 390 },
  { width: 1440, height: 900 },
  { width: 1920, height: 1080 },
];
const THEMES = ['light', 'dark'] as const;
const WEBP_QUALITY = 85;

/**
 * Beginning of the names of the states to take; at which width, in which theme, or at all of them.
 */
const [WANTED = '', WIDTH = '', THEME = ''] = process.argv.slice(2);

/** A state of a screen: how to get there from a fresh visit. */
interface State {
  name: string;
  reach(page: Page): Promise<void>;
}

const ask = async (page: Page, question: string) => {
  await page.getByRole('textbox', { name: 'Message' }).fill(question);
  await page.getByRole('button', { name: 'Send' }).click();
};
const answered = (page: Page) =>
  page.getByRole('button', { name: 'Regenerate' }).last().waitFor({ timeout: 90_000 });

const STATES: readonly State[] = [
  {
    name: 'home-empty',
    reach: (page) => page.getByRole('button', { name: 'Write', exact: true }).waitFor(),
  },
  {
    name: 'home-full',
    async reach(page) {
      await page.getByRole('button', { name: 'Write', exact: true }).click();
      await page.getByText(/^First word after/).waitFor({ timeout: 60_000 });
      // On a phone the panel is folded.
      const fold = page.getByRole('button', { name: /^Pictures/ });
      if (await fold.isVisible()) await fold.click();
      await page.getByRole('button', { name: 'Draw', exact: true }).click();
      await page.getByText(/^Drawn in/).waitFor({ timeout: 90_000 });
      await page.getByRole('img', { name: 'a fox on a teal background' }).waitFor();
    },
  },
  { name: 'chat-empty', reach: (page) => open(page, 'chat') },
  {
    name: 'chat-busy',
    async reach(page) {
      await ask(page, "Hero image for a cosy bakery's autumn sale, warm light");
      await page
        .getByRole('article', { name: 'Answer' })
        .filter({ hasText: /\w{3,}/ })
        .waitFor();
    },
  },
  {
    name: 'chat-full',
    async reach(page) {
      await answered(page);
      await ask(page, 'Does anything I type leave this page?');
      await answered(page);
      await ask(page, 'Who wrote Hamlet?');
      await page.getByText('very small model').last().waitFor();
      await answered(page);
    },
  },
  {
    name: 'chat-error',
    async reach(page) {
      await page.evaluate(() =>
        globalThis.triptych.settings
          .getState()
          .change({ chatModel: 'HuggingFaceTB/SmolLM2-135M-Instruct' }),
      );
      await page.goto(new URL('/#/chat', page.url()).href);
      await ask(page, 'Who wrote Hamlet?');
      await page.getByRole('alert').waitFor();
    },
  },
  { name: 'images-empty', reach: (page) => open(page, 'images') },
  {
    name: 'images-busy',
    async reach(page) {
      // Many steps: with few the picture is there before anybody could look at its preview.
      await page.evaluate(() => {
        const { changeForm, draw } = globalThis.triptych.imagesStore.getState();
        changeForm({ prompt: 'a fox on a teal background', numInferenceSteps: 100 });
        draw();
        changeForm({ numInferenceSteps: 12 });
      });
      await page.getByRole('img', { name: /^Preview/ }).waitFor({ timeout: 90_000 });
    },
  },
  {
    name: 'images-full',
    async reach(page) {
      await page
        .getByRole('list', { name: 'Latest pictures' })
        .getByRole('img')
        .waitFor({ timeout: 90_000 });
      await page.evaluate(() => {
        const { changeForm, draw } = globalThis.triptych.imagesStore.getState();
        changeForm({ prompt: 'an owl on a pink background', n: 2 });
        draw();
      });
      await page
        .getByRole('list', { name: 'Latest pictures' })
        .getByRole('img', { name: 'an owl on a pink background' })
        .nth(1)
        .waitFor({ timeout: 90_000 });
    },
  },
  {
    name: 'images-lightbox',
    async reach(page) {
      await page.getByRole('list', { name: 'Latest pictures' }).getByRole('button').first().click();
      await page.getByRole('dialog').getByRole('img').first().waitFor();
      await page.getByRole('button', { name: 'Compare' }).click();
      await page.waitForTimeout(500);
    },
  },
  {
    name: 'images-mask',
    async reach(page) {
      await page.getByRole('button', { name: 'Inpaint' }).click();
      const canvas = page.getByRole('application');
      for (const key of [
        ' ',
        'Shift+ArrowLeft',
        'Shift+ArrowLeft',
        'Shift+ArrowDown',
        'Shift+ArrowDown',
      ])
        await canvas.press(key);
    },
  },
  {
    name: 'images-error',
    async reach(page) {
      await page.getByRole('button', { name: 'Use this mask' }).click();
      await page.evaluate(() => {
        const { changeForm, draw } = globalThis.triptych.imagesStore.getState();
        changeForm({ numInferenceSteps: 10_000 });
        draw();
      });
      await page.getByRole('alert').waitFor();
    },
  },
  { name: 'images-gallery', reach: (page) => open(page, 'gallery') },
  {
    name: 'speech-empty',
    async reach(page) {
      await page.goto(new URL('/#/speech', page.url()).href);
      await page.getByText('What shall we read?').waitFor();
    },
  },
  {
    name: 'speech-reading',
    async reach(page) {
      await page.getByRole('button', { name: 'A beginning' }).click();
      await page.getByRole('button', { name: 'Speak', exact: true }).click();
      await page.getByText('times as fast as speech').waitFor({ timeout: 60_000 });
      await page.waitForFunction(
        () => globalThis.triptych.player.state.getState().positionSeconds > 3,
      );
      await page.getByRole('button', { name: 'Pause' }).click();
    },
  },
  {
    name: 'speech-voices',
    async reach(page) {
      await page.getByRole('button', { name: /^Voice: / }).click();
      await page.getByRole('dialog', { name: /voices$/ }).waitFor();
    },
  },
  {
    name: 'speech-error',
    async reach(page) {
      await page.keyboard.press('Escape');
      await page.evaluate(() => globalThis.triptych.speechStore.getState().close());
      await page.getByRole('textbox', { name: 'Text to speak' }).fill('😀🎉');
      await page.getByRole('button', { name: 'Speak', exact: true }).click();
      await page.getByRole('alert').waitFor();
    },
  },
  { name: 'studio-empty', reach: (page) => open(page, 'studio') },
  {
    name: 'studio-understood',
    async reach(page) {
      await page.getByRole('button', { name: /^A cheerful fox/ }).click();
      await page.getByRole('radiogroup', { name: 'Prompt' }).waitFor();
    },
  },
  {
    name: 'studio-done',
    async reach(page) {
      await page.getByRole('switch', { name: 'Text' }).check();
      await page.getByRole('textbox', { name: 'Words on the picture' }).fill('Read with us');
      await page.getByRole('button', { name: 'Draw the set' }).click();
      await page.getByRole('button', { name: 'Save zip' }).waitFor({ timeout: 180_000 });
    },
  },
  { name: 'bulk-empty', reach: (page) => open(page, 'bulk') },
  {
    name: 'bulk-preview',
    async reach(page) {
      await page.getByRole('button', { name: 'Try with an example' }).click();
      await page.getByText(/WEBP · 1600 × 1000/).waitFor({ timeout: 60_000 });
    },
  },
  {
    name: 'bulk-done',
    async reach(page) {
      const broken = {
        name: 'broken.png',
        mimeType: 'image/png',
        buffer: Buffer.from('no picture'),
      };
      await page.getByLabel('Pictures to process').setInputFiles(broken);
      await page.getByRole('button', { name: 'Square thumbnails' }).click();
      await page.getByRole('button', { name: /^Process/ }).click();
      await page.getByText('3 of 4 done · 1 failed').waitFor({ timeout: 60_000 });
    },
  },
  {
    name: 'bulk-steps',
    async reach(page) {
      await page.getByRole('button', { name: 'Add a step' }).click();
      await page.getByRole('menuitem', { name: /^Convert/ }).click();
      await page.getByRole('spinbutton', { name: 'Quality' }).fill('101');
      await page.getByRole('region', { name: 'Steps' }).getByRole('alert').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'models',
    async reach(page) {
      await page.evaluate(() =>
        globalThis.triptych.modelMarks.noteFailure('schmuell/sd-turbo-ort-web', 'out_of_memory'),
      );
      await open(page, 'models');
    },
  },
  {
    name: 'models-found',
    async reach(page) {
      await page.getByRole('combobox', { name: 'Task' }).selectOption('Speech');
      await page.getByRole('combobox', { name: 'Language' }).selectOption('French');
    },
  },
  { name: 'companion-none', reach: (page) => open(page, 'companion') },
  { name: 'settings', reach: (page) => open(page, 'settings') },
  {
    name: 'device',
    async reach(page) {
      await page.getByRole('button', { name: /^Device/ }).click();
      await page.getByRole('dialog', { name: 'Device' }).waitFor();
    },
  },
  {
    name: 'palette',
    async reach(page) {
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+k');
      await page.getByRole('dialog', { name: 'Command palette' }).waitFor();
    },
  },
];

async function open(page: Page, screen: string): Promise<void> {
  await page.goto(new URL(`/#/${screen}`, page.url()).href);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.waitForTimeout(500);
}

async function takeAll(browser: Browser, url: string): Promise<void> {
  for (const viewport of VIEWPORTS.filter(({ width }) => WIDTH === '' || WIDTH === String(width))) {
    for (const colorScheme of THEMES.filter((theme) => THEME === '' || THEME === theme)) {
      const page = await browser.newPage({ viewport, colorScheme, reducedMotion: 'reduce' });
      await page.goto(url);
      for (const { name, reach } of STATES.filter((state) => state.name.startsWith(WANTED))) {
        await reach(page);
        await take(page, `${name}-${viewport.width}-${colorScheme}`);
      }
      await page.close();
    }
  }
}

async function take(page: Page, name: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send('Page.captureScreenshot', {
    format: 'webp',
    quality: WEBP_QUALITY,
  });
  await session.detach();
  const folders = IN_DOCUMENTS.has(name) ? [FOLDER, DOCUMENTS_FOLDER] : [FOLDER];
  for (const folder of folders)
    await writeFile(join(folder, `${name}.webp`), Buffer.from(data, 'base64'));
}

for (const folder of [FOLDER, DOCUMENTS_FOLDER]) await mkdir(folder, { recursive: true });
await buildStudioIfNeeded();
const server = serve(
  {
    fetch: serveStudio({ folder: resolve('dist'), modelFolders: [] }).fetch,
    hostname: '127.0.0.1',
    port: 0,
  },
  ({ port }) => {
    void (async () => {
      const browser = await chromium.launch(chromiumLaunchOptions());
      await takeAll(browser, `http://127.0.0.1:${port}/`).finally(() => browser.close());
      server.close();
    })();
  },
);
