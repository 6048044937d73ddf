/** OpenAI's API inside the tab: the official client, other tabs, other sites. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import { build } from 'vite';
import type {} from './fixtures/openai-page.ts';
import { expect, test, type StudioPage } from './studio-page.ts';

/** The fixture as one script. */
let openAiScript = '';
test.beforeAll(async () => {
  const built = await build({
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    build: {
      write: false,
      lib: { entry: 'e2e/fixtures/openai-page.ts', formats: ['iife'], name: 'openAi' },
    },
  });
  for (const { output } of built as Extract<typeof built, unknown[]>) openAiScript = output[0].code;
});

/** The page for developers, once requests are passed on, with the official client in it. */
async function openDevelopers({ page, open }: StudioPage): Promise<void> {
  await open('/#/developers');
  await expect(page.getByText('Answering', { exact: true })).toBeVisible({ timeout: 60_000 });
  await page.evaluate(openAiScript);
}

const install = (page: Page, model: string) =>
  page.evaluate((id) => globalThis.triptych.models.install(id, { device: 'wasm' }), model);

const requests = (page: Page) => page.getByRole('list', { name: 'Requests' }).getByRole('listitem');

test('the official client lists models, streams chat and stops it', async ({ studio }) => {
  const { page } = studio;
  await openDevelopers(studio);
  await install(page, 'tiny/llama');
  const models = await page.evaluate(async () => {
    const ids: string[] = [];
    for await (const { id } of globalThis.createOpenAi().models.list()) ids.push(id);
    return ids;
  });
  expect(models).toEqual(expect.arrayContaining(['triptych/guide', 'tiny/llama']));

  const answer = await page.evaluate(async () => {
    const stream = await globalThis.createOpenAi().chat.completions.create({
      model: 'triptych/guide',
      messages: [{ role: 'user', content: 'Is it private?' }],
      stream: true,
      stream_options: { include_usage: true },
    });
    let text = '';
    let finish: string | null = null;
    for await (const { choices } of stream) {
      text += choices[0]?.delta.content ?? '';
      finish = choices[0]?.finish_reason ?? finish;
    }
    return { text, finish };
  });
  expect(answer.text.length).toBeGreaterThan(20);
  expect(answer.finish).toBe('stop');

  const chunks = await page.evaluate(async () => {
    const stream = await globalThis.createOpenAi().chat.completions.create({
      model: 'tiny/llama',
      messages: [{ role: 'user', content: 'Go on' }],
      max_tokens: 100_000,
      stream: true,
    });
    let count = 0;
    for await (const { choices } of stream) {
      if (choices[0]?.delta.content && ++count === 3) break;
    }
    return count;
  });
  expect(chunks).toBe(3);
  await expect(requests(page).first()).toContainText('Stopped');
  await studio.checkAccessibility();

  const count = await requests(page).count();
  // An answer in one piece begins with its first token, and who leaves then stops it, too.
  const left = await page.evaluate(async () => {
    const gone = new AbortController();
    const messages = [{ role: 'user', content: 'Go on' }];
    const response = await fetch('v1/chat/completions', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'tiny/llama', messages, max_tokens: 100_000 }),
      signal: gone.signal,
    });
    gone.abort();
    return response.json().catch(({ name }: Error) => name);
  });
  expect(left).toBe('AbortError');
  await expect(requests(page)).toHaveCount(count + 1);
  await expect(requests(page).first()).toContainText('Stopped');
});

test('the official client draws and speaks', async ({ studio }) => {
  const { page } = studio;
  await openDevelopers(studio);
  const picture = await page.evaluate(async () => {
    const { data } = await globalThis.createOpenAi().images.generate({
      model: 'triptych/stickers',
      prompt: 'a red apple',
      response_format: 'b64_json',
    });
    return data?.[0]?.b64_json ?? '';
  });
  expect(Buffer.from(picture, 'base64').subarray(1, 4).toString()).toBe('PNG');
  const sound = await page.evaluate(async () => {
    const response = await globalThis.createOpenAi().audio.speech.create({
      model: 'triptych/flite',
      voice: 'alloy',
      input: 'Hello.',
      response_format: 'wav',
    });
    const bytes = new Uint8Array(await response.arrayBuffer());
    return { start: String.fromCharCode(...bytes.subarray(0, 4)), length: bytes.length };
  });
  expect(sound.start).toBe('RIFF');
  expect(sound.length).toBeGreaterThan(5000);
});

test('an example runs in place, and its request is listed', async ({ studio }) => {
  const { page } = studio;
  await openDevelopers(studio);
  await page.getByRole('button', { name: 'Run example' }).click();
  await expect(page.getByText(/^Done in/)).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('log', { name: 'Output' })).not.toBeEmpty();
  await expect(requests(page).first()).toContainText('/v1/chat/completions');
  await expect(requests(page).first()).toContainText('triptych/guide');
  await expect(requests(page).first()).toContainText('200');
});

test('the documentation opens in a tab of its own and names every route', async ({
  studio,
  context,
}) => {
  const { page } = studio;
  await openDevelopers(studio);
  const opening = context.waitForEvent('page');
  await page.getByRole('link', { name: 'Open documentation' }).click();
  const documentation = await opening;
  const routes = await page.evaluate(async () => {
    const { paths } = (await (await fetch('openapi.json')).json()) as {
      paths: Record<string, Record<string, { summary: string }>>;
    };
    return Object.values(paths).flatMap((methods) =>
      Object.values(methods).map(({ summary }) => summary),
    );
  });
  expect(routes.length).toBeGreaterThan(28);
  const headings = documentation.getByRole('heading');
  await expect(headings.filter({ hasText: 'Answers a conversation' }).first()).toBeVisible();
  for (const summary of new Set(routes))
    await expect(headings.filter({ hasText: summary }).first()).toBeAttached();
});

/** As the browser does after a while without work. */
async function stopServiceWorker(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const stopped = new Promise<void>((resolve) => {
    session.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
      if (versions.some(({ runningStatus }) => runningStatus === 'stopped')) resolve();
    });
  });
  await session.send('ServiceWorker.enable');
  await session.send('ServiceWorker.stopAllWorkers');
  await stopped;
  await session.detach();
}

const countModels = (page: Page) =>
  page.evaluate(async () => {
    const response = await fetch('v1/models');
    const { data } = (await response.json()) as { data: unknown[] };
    return data.length;
  });

test('a service worker that was ended finds the page again', async ({ studio }) => {
  const { page } = studio;
  await openDevelopers(studio);
  expect(await countModels(page)).toBeGreaterThan(2);
  await stopServiceWorker(page);
  expect(await countModels(page)).toBeGreaterThan(2);
});

test('of two tabs the one with the model in memory answers', async ({ studio, context }) => {
  const { page } = studio;
  await openDevelopers(studio);
  await install(page, 'tiny/llama');
  const ask = (from: Page) =>
    from.evaluate(async () => {
      const response = await fetch('v1/chat/completions', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          model: 'tiny/llama',
          max_tokens: 3,
          messages: [{ role: 'user', content: 'Hello' }],
        }),
      });
      return response.status;
    });
  expect(await ask(page)).toBe(200);
  const other = await context.newPage();
  await other.goto('/#/developers');
  await expect(other.getByText('Answering', { exact: true })).toBeVisible({ timeout: 60_000 });
  expect(await ask(other)).toBe(200);
  const chats = requests(page).filter({ hasText: 'chat/completions' });
  await expect(chats).toHaveCount(2);
  await expect(requests(other).filter({ hasText: 'chat/completions' })).toHaveCount(0);
});

/** A site of somebody else: another host, so that the browser keeps the two apart. */
async function openSite(studio: string): Promise<{ url: string; server: Server }> {
  const html = `<!doctype html><title>Another site</title><h1>Another site</h1>
    <script type="module">
      import { connectTriptych } from '${studio}/embed.js';
      globalThis.connecting = connectTriptych();
      globalThis.connecting.catch(() => undefined);
    </script>`;
  const server = createServer((_, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end(html),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://localhost:${(server.address() as AddressInfo).port}`, server };
}

/** What the site gets: names of models, or why it gets none. */
const askFromSite = (site: Page) =>
  site.evaluate(async () => {
    const { connecting } = globalThis as unknown as {
      connecting: Promise<{ fetch: typeof fetch }>;
    };
    const triptych = await connecting;
    const response = await triptych.fetch('/v1/models');
    return { status: response.status, text: await response.text() };
  });

const openWindow = async (site: Page): Promise<Page> => {
  const opening = site.waitForEvent('popup');
  await site
    .frameLocator('iframe[title="Triptych"]')
    .getByRole('button', { name: 'Connect to Triptych' })
    .click();
  return opening;
};

test('another site gets nothing before it is allowed, all after, and nothing once that is taken back', async ({
  studio,
  context,
}) => {
  const { page } = studio;
  await openDevelopers(studio);
  const { url, server } = await openSite(new URL(page.url()).origin);
  try {
    const site = await context.newPage();
    await site.goto(url);
    const refusing = await openWindow(site);
    await expect(refusing.getByRole('heading')).toContainText(url);
    await refusing.getByRole('button', { name: 'Don’t allow' }).click();
    await expect(askFromSite(site)).rejects.toThrow(/did not allow/);

    await site.reload();
    const allowing = await openWindow(site);
    await allowing.getByRole('button', { name: 'Allow this site' }).click();
    await expect(allowing.getByText('Keep this window open')).toBeVisible({ timeout: 60_000 });
    const answer = await askFromSite(site);
    expect(answer).toMatchObject({ status: 200 });
    expect(answer.text).toContain('triptych/guide');
    await expect(requests(page).first()).toContainText(`for ${url}`);

    await page.goto('/#/settings');
    await page.getByRole('button', { name: `Revoke ${url}` }).click();
    expect(await askFromSite(site)).toMatchObject({ status: 403 });
  } finally {
    server.close();
  }
});

test('no site can frame the studio itself', async ({ page, context }) => {
  const answers = await Promise.all(
    ['/', '/embed.html'].map(async (path) => {
      const response = await context.request.get(path);
      return /frame-ancestors ([^;]+)/.exec(
        response.headers()['content-security-policy'] ?? '',
      )?.[1];
    }),
  );
  expect(answers).toEqual(["'none'", '*']);
  await page.goto('/embed.html#window');
  // Opened by nobody, it asks nothing.
  await expect(page.getByText('belongs to a frame of Triptych')).toBeVisible();
  await expect(page.getByRole('button')).toHaveCount(0);
});
