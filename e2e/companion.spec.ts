/** A page asks a server of its person's, which comes, works and goes. */
import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKeyRing } from '../server/keys/keys.ts';
import { openDatabase } from '../server/store/database.ts';
import { startFakeOpenAi, type FakeServer } from '../server/upstreams/fake-upstream.fixture.ts';
import { findFreePort, startCompanion } from './start-companion.ts';
import { expect, test } from './studio-page.ts';

const WORD_EVERY_MS = 100;
/** More than is spoken ahead of its listener. */
const LONG = 'The sea was calm, and nobody had anything to do. '.repeat(200);

let folder: string;
let key: string;
let port: number;
/** A model that never comes to an end, behind the companion. */
let endless: FakeServer;
let companion: ChildProcess | undefined;

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'triptych-companion-'));
  const database = openDatabase(folder);
  key = createKeyRing(database).create('laptop');
  database.close();
  port = await findFreePort();
  endless = await startFakeOpenAi({
    models: [{ id: 'big/storyteller' }],
    answer(_, response) {
      let count = 0;
      const timer = setInterval(() => {
        const choices = [{ index: 0, delta: { content: `word${++count} ` } }];
        response.write(`data: ${JSON.stringify({ choices })}\n\n`);
      }, WORD_EVERY_MS);
      response.on('close', () => clearInterval(timer));
    },
  });
});
test.afterAll(async () => {
  companion?.kill('SIGKILL');
  endless.kill();
  await rm(folder, { recursive: true });
});

test('chat and speech run on a companion, stop there, and say so when it is gone', async ({
  studio,
  baseURL,
}) => {
  test.slow();
  const { page } = studio;
  await studio.open('/#/settings');
  const row = page.getByRole('region', { name: 'Companion' });
  const check = () => row.getByRole('button', { name: /check/i }).click();
  await row.getByRole('textbox', { name: 'Address' }).fill(`127.0.0.1:${port}`);
  await check();
  await expect(row.getByRole('status')).toContainText(`Nothing answers at 127.0.0.1:${port}.`, {
    timeout: 60_000,
  });

  const upstreams = `far=${endless.url}`;
  companion = startCompanion({ port, folder, origin: baseURL ?? '', upstreams });
  // By itself, when it is there.
  await expect(row.getByRole('status')).toContainText('wants a key', { timeout: 150_000 });
  await row.getByLabel('Key', { exact: true }).fill('tk_wrong');
  await check();
  await expect(row.getByRole('status')).toContainText('does not accept this key');
  await row.getByLabel('Key', { exact: true }).fill(key);
  await check();
  await expect(row.getByRole('status')).toContainText(/Connected to .* offers \d+ models/);
  expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain(key);
  await studio.checkAccessibility();

  const models = page.getByRole('region', { name: 'On your companion' });
  await studio.open('/#/models');
  await models.getByRole('button', { name: 'Speak with supertonic' }).click();
  await expect(page.getByText('Your text is sent there.')).toBeVisible();
  const text = page.getByRole('textbox', { name: 'Text to speak' });
  await text.fill('It rained all day. Then it stopped, and everybody went out.');
  await page.getByRole('button', { name: 'Speak', exact: true }).click();
  await expect(page.getByText(/supertonic · on your companion · first sound/)).toBeVisible({
    timeout: 90_000,
  });
  await expect(page.getByText(/^Read by /)).toBeVisible();
  await page.getByRole('button', { name: /^Voice: / }).click();
  const voices = page.getByRole('dialog', { name: 'supertonic voices' });
  await expect(voices).toContainText('On your companion');
  await studio.checkAccessibility();
  await page.keyboard.press('Escape');
  const speak = async (words: string) => {
    await page.getByRole('button', { name: 'New reading' }).click();
    await text.fill(words);
    await page.getByRole('button', { name: 'Speak', exact: true }).click();
  };
  await speak(LONG);
  await expect(page.getByText('supertonic is speaking on your companion')).toBeVisible();
  await page.getByRole('button', { name: 'Stop speaking' }).click();

  await studio.open('/#/models');
  await models.getByRole('button', { name: 'Chat with llama' }).click();
  await studio.ask('Hello');
  await expect(await studio.answer()).toContainText('llama · on your companion');

  await page.getByRole('button', { name: /^Model: llama/ }).click();
  await page.getByRole('menuitemradio', { name: /^storyteller/ }).click();
  await expect(page.getByText(`What you type here is sent there.`)).toBeVisible();
  await studio.ask('Tell me a story');
  const answer = page.getByRole('article', { name: 'Answer' }).last();
  await expect(answer).toContainText('word3');
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(await studio.answer()).toContainText('Stopped.');
  await expect.poll(() => endless.left).toBe(1);

  await studio.ask('Another one');
  await expect(page.getByRole('article', { name: 'Answer' })).toHaveCount(3);
  await expect(answer).toContainText('word3');
  companion.kill('SIGKILL');
  const alert = answer.getByRole('alert');
  await expect(alert).toContainText(`Your companion at 127.0.0.1:${port} went away`);
  await expect(answer).toContainText('word3');
  await expect(page.getByRole('button', { name: /^Model: storyteller/ })).toContainText(
    'Not reachable',
  );
  await studio.checkAccessibility();
  await alert.getByRole('button', { name: 'Answer with a model in this tab' }).click();
  await expect(await studio.answer()).not.toContainText('companion');

  // What it has spoken is kept, and its voice is still the chosen one.
  await studio.open('/#/speech');
  const readings = page.getByRole('navigation', { name: 'Readings' });
  await readings.getByRole('button', { name: /^The sea was calm/ }).click();
  await page.getByRole('button', { name: 'Continue speaking' }).click();
  const lost = page.getByRole('alert').filter({ hasText: `127.0.0.1:${port} cannot be reached` });
  await expect(page.getByText(/^Read by Woman 1|^Read by F1/)).toBeVisible();
  await studio.checkAccessibility();
  await lost.getByRole('button', { name: 'Continue with Clara on this device' }).click();
  await expect(page.getByText('Read by Clara')).toBeVisible();
  await expect(page.getByText('Flite is speaking')).toBeVisible({ timeout: 60_000 });

  await speak('It is quiet here.');
  await expect(page.getByText('Clara on this device reads instead.')).toBeVisible({
    timeout: 60_000,
  });
  await expect(page.getByText('Read by Clara')).toBeVisible();
  await studio.checkAccessibility();
});
