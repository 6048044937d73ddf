/** Whoever runs a companion looks after it from a page. */
import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKeyRing } from '../server/keys/keys.ts';
import { openDatabase } from '../server/store/database.ts';
import { startFakeOpenAi, type FakeServer } from '../server/upstreams/fake-upstream.fixture.ts';
import { findFreePort, startCompanion } from './start-companion.ts';
import { expect, test, type StudioPage } from './studio-page.ts';

let folder: string;
let port: number;
/** May do everything but look after the companion; and the opposite. */
let plainKey: string;
let adminKey: string;
let far: FakeServer;
let companion: ChildProcess | undefined;

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'triptych-admin-'));
  const database = openDatabase(folder);
  const keys = createKeyRing(database);
  plainKey = keys.create('laptop');
  adminKey = keys.create('boss', { scopes: ['admin'] });
  database.close();
  port = await findFreePort();
  far = await startFakeOpenAi({
    models: [{ id: 'big/storyteller' }],
    answer: (_, response) => void response.end('{}'),
  });
});
test.afterAll(async () => {
  companion?.kill('SIGKILL');
  far.kill();
  await rm(folder, { recursive: true });
});

const askCompanion = (path: string, key: string, body?: object) =>
  fetch(`http://127.0.0.1:${port}${path}`, {
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    ...(body && { method: 'POST', body: JSON.stringify(body) }),
  });

/** From the settings, with a key, to the screen. */
async function openScreen({ page, open }: StudioPage, key: string): Promise<void> {
  await open('/#/settings');
  const row = page.getByRole('region', { name: 'Companion' });
  await row.getByRole('textbox', { name: 'Address' }).fill(`127.0.0.1:${port}`);
  await row.getByLabel('Key', { exact: true }).fill(key);
  await row.getByRole('button', { name: /check/i }).click();
  await expect(row.getByRole('status')).toContainText('Connected to', { timeout: 60_000 });
  await row.getByRole('button', { name: 'Manage…' }).click();
}

test('a companion is looked after: nodes, queue, keys and requests', async ({
  studio,
  baseURL,
}) => {
  test.slow();
  const { page } = studio;
  await studio.open('/#/companion');
  await expect(page.getByText('A companion is a computer of yours')).toBeVisible();
  await studio.checkAccessibility();

  const upstreams = `far=${far.url}`;
  companion = startCompanion({ port, folder, origin: baseURL ?? '', upstreams });
  const answers = () =>
    fetch(`http://127.0.0.1:${port}/health`).then(
      ({ ok }) => ok,
      () => false,
    );
  await expect.poll(answers, { timeout: 150_000 }).toBe(true);

  await openScreen(studio, plainKey);
  const screen = page.getByRole('region', { name: 'Companion' });
  await expect(screen.getByRole('status')).toContainText('it lacks the scope “admin”');
  await expect(screen.getByRole('region', { name: 'Keys' })).toBeHidden();
  await studio.checkAccessibility();

  await openScreen(studio, adminKey);
  const part = (name: string) => screen.getByRole('region', { name });
  await expect(part('Nodes').getByRole('listitem')).toContainText(/Up\s*far.*1 model/);
  await expect(part('Models in memory')).toContainText('None. The first request');

  // Live: what others ask appears without a click.
  await askCompanion('/v1/models/none', plainKey);
  const asked = part('Requests').getByRole('listitem').filter({ hasText: '/v1/models/{model}' });
  await expect(asked.first()).toContainText('for the key laptop');
  await part('Requests').getByRole('button', { name: 'Pause the list' }).click();
  // Nothing that the page asks on its own.
  await askCompanion('/jobs', plainKey);
  await page.waitForTimeout(2500);
  await expect(part('Requests').getByText('/jobs')).toHaveCount(0);
  await part('Requests').getByRole('button', { name: 'Continue the list' }).click();
  await expect(part('Requests').getByText('/jobs')).toBeVisible();

  await part('Keys').getByRole('button', { name: 'New key' }).click();
  const dialog = page.getByRole('dialog', { name: 'New key' });
  await dialog.getByRole('textbox', { name: 'Name' }).fill('phone');
  await dialog.getByRole('checkbox', { name: 'Pictures' }).uncheck();
  await dialog.getByRole('textbox', { name: 'Tokens' }).fill('5000');
  await studio.checkAccessibility();
  await page.keyboard.press('Enter');
  const secret = (await dialog.getByText(/^tk_/).textContent()) ?? '';
  await studio.checkAccessibility();
  await dialog.getByRole('button', { name: 'Done' }).click();
  expect((await askCompanion('/v1/models', secret)).status).toBe(200);
  expect((await askCompanion('/v1/images/generations', secret, {})).status).toBe(403);
  const phone = part('Keys').getByRole('listitem').filter({ hasText: 'phone' });
  await expect(phone).toContainText('for chat, speech, studio · 5,000 tokens a day');
  await expect(page.getByText(secret)).toHaveCount(0);

  await part('Keys').getByRole('button', { name: 'Revoke phone' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke key' }).click();
  await expect(part('Keys').getByText('One key that can no longer be used')).toBeVisible();
  expect((await askCompanion('/v1/models', secret)).status).toBe(401);

  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width: 320, height: 568 });
    await studio.checkAccessibility();
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(wide).toBeLessThanOrEqual(0);
  }

  companion.kill('SIGKILL');
  await expect(screen.getByRole('status')).toContainText('cannot be reached', { timeout: 30_000 });
  await expect(part('Nodes')).toContainText('far');
  const tryAgain = screen.getByRole('button', { name: 'Try again' });
  await tryAgain.click();
  await expect(screen.getByRole('status')).toContainText('cannot be reached');
  companion = startCompanion({ port, folder, origin: baseURL ?? '', upstreams });
  // By itself, when it is there.
  await expect(tryAgain).toBeHidden({ timeout: 150_000 });
  await expect(part('Nodes')).toContainText('far');
});
