/** Models in GGUF as people meet them: in a repository with its builds, and as a file. */
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { writeTinyLlama } from '../src/engine/chat/gguf/tiny-llama.fixture.ts';
import { startCuttableStudio, type CuttableStudio } from './fixtures/cuttable-studio.ts';
import { HOLLOW_MODELS } from './fixtures/write-fixtures.ts';
import { expect, test } from './studio-page.ts';

/** What the header of the model made by code says. */
const TINY = 'Tiny llama';
/** SmolLM2's weights; see "Compare with llama.cpp" in CONTRIBUTING.md. */
const WEIGHTS = process.env.TRIPTYCH_GGUF;

let host: CuttableStudio | undefined;
test.afterEach(() => host?.close());

const readTiny = async () => Buffer.from(await writeTinyLlama().arrayBuffer());

/** A hub with one repository, in two builds. */
async function writeRepository(): Promise<string> {
  await mkdir(HOLLOW_MODELS, { recursive: true });
  const root = await mkdtemp(join(HOLLOW_MODELS, 'gguf-'));
  const folder = join(root, 'tiny/llama-GGUF');
  await mkdir(folder, { recursive: true });
  for (const build of ['F16', 'F32'])
    await writeFile(join(folder, `llama-${build}.gguf`), await readTiny());
  return root;
}

async function openModels(page: Page, folders: readonly string[]): Promise<CuttableStudio> {
  host = await startCuttableStudio(folders);
  await page.goto(`${host.url}/#/models`);
  await expect(page.getByRole('heading', { name: 'Models', exact: true })).toBeVisible();
  return host;
}

const cardOf = (page: Page, title: string) =>
  page.getByRole('listitem', { name: title, exact: true });
const lastAnswer = (page: Page) => page.getByRole('article', { name: 'Answer' }).last();

/** Asks without chance. */
async function ask(page: Page, question: string, maxTokens: number): Promise<void> {
  await page.evaluate(
    (tokens) =>
      globalThis.triptych.chatStore
        .getState()
        .changeSettings({ maxTokens: tokens, temperature: 0 }),
    maxTokens,
  );
  await page.getByRole('textbox', { name: 'Message' }).fill(question);
  await page.getByRole('button', { name: 'Send' }).click();
}

async function removeModel(page: Page, title: string): Promise<void> {
  await page.getByRole('link', { name: 'Models' }).click();
  await page.getByRole('button', { name: `More for ${title}` }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
}

test('a repository in GGUF shows its builds; one is downloaded, asked and deleted', async ({
  page,
}) => {
  const { sent } = await openModels(page, [await writeRepository()]);
  await page.getByRole('textbox', { name: 'Add a model' }).fill('tiny/llama-GGUF');
  await page.getByRole('button', { name: 'Look up' }).click();
  const found = page.getByRole('article', { name: `Found ${TINY}` });
  await expect(found).toContainText('2 layers of 32');
  await expect(found.getByRole('radio')).toHaveText([/^F16 \d+ kB$/, /^F32 \d+ kB$/]);
  await found.getByRole('radio', { name: /^F32/ }).click();
  await found.getByRole('button', { name: 'Download' }).click();
  await cardOf(page, TINY)
    .getByRole('button', { name: `Chat with ${TINY}` })
    .click();
  await ask(page, 'Hello', 16);
  await expect(lastAnswer(page)).toContainText(`${TINY} · wasm F32`, { timeout: 60_000 });
  expect(sent.filter(({ path, start }) => path.endsWith('F16.gguf') && start > 0)).toEqual([]);

  await removeModel(page, TINY);
  await expect(cardOf(page, TINY).getByRole('button', { name: `Download ${TINY}` })).toBeVisible({
    timeout: 15_000,
  });
});

test('a dropped .gguf file chats, also after a reload, and is deleted', async ({ page }) => {
  const { sent } = await openModels(page, []);
  await page.getByLabel('GGUF files to import').setInputFiles({
    name: 'mine-F32.gguf',
    mimeType: 'application/octet-stream',
    buffer: await readTiny(),
  });
  const imports = page.getByRole('list', { name: 'Imports' });
  await expect(imports).toContainText(`${TINY} is on this device now`);
  await cardOf(page, TINY)
    .getByRole('button', { name: `Chat with ${TINY}` })
    .click();
  await ask(page, 'Hello', 16);
  await expect(lastAnswer(page)).toContainText('wasm F32', { timeout: 60_000 });
  await page.reload();
  await expect(page.getByRole('button', { name: `Model: ${TINY}` })).toBeVisible();
  await ask(page, 'And now?', 16);
  await expect(page.getByRole('article', { name: 'Answer' })).toHaveCount(2);
  await expect(lastAnswer(page)).toContainText('wasm F32', { timeout: 60_000 });
  expect(sent.filter(({ path }) => path.endsWith('.gguf'))).toEqual([]);

  await removeModel(page, TINY);
  await expect(cardOf(page, TINY)).toBeHidden({ timeout: 15_000 });
});

test('a file that is not a model is refused in a sentence', async ({ page }) => {
  await openModels(page, []);
  const cut = (await readTiny()).subarray(0, 60_000);
  await page
    .getByLabel('GGUF files to import')
    .setInputFiles({ name: 'cut-F32.gguf', mimeType: 'application/octet-stream', buffer: cut });
  await expect(page.getByRole('list', { name: 'Imports' }).getByRole('alert')).toContainText(
    'cut off after 60000',
  );
});

test('SmolLM2 in GGUF is imported, answers, stops, and answers again after a reload', async ({
  page,
}) => {
  test.skip(WEIGHTS === undefined, 'needs SmolLM2 in GGUF: TRIPTYCH_GGUF names the file');
  test.setTimeout(400_000);
  const title = 'Smollm2 135M 8k Lc100K Mix1 Ep2';
  await openModels(page, []);
  await page.getByLabel('GGUF files to import').setInputFiles(WEIGHTS ?? '');
  await expect(page.getByRole('list', { name: 'Imports' })).toContainText('on this device now', {
    timeout: 120_000,
  });
  await page.getByRole('button', { name: `Chat with ${title}` }).click();
  const question = 'Name the capital of France.';
  await ask(page, question, 24);
  await expect(lastAnswer(page)).toContainText('wasm Q4_1', { timeout: 200_000 });
  await expect(lastAnswer(page)).toContainText('Paris');

  await ask(page, 'Tell me a very long story about the sea.', 1000);
  await expect(page.getByRole('article', { name: 'Answer' })).toHaveCount(2);
  await expect(lastAnswer(page)).toContainText(/(?:\w+ ){8}/, { timeout: 60_000 });
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(lastAnswer(page)).toHaveAttribute('aria-busy', 'false', { timeout: 5_000 });

  await page.reload();
  await page.getByRole('button', { name: 'New chat' }).first().click();
  await ask(page, question, 24);
  await expect(page.getByRole('article', { name: 'Answer' })).toHaveCount(1);
  await expect(lastAnswer(page)).toContainText('wasm Q4_1', { timeout: 200_000 });
  await expect(lastAnswer(page)).toContainText('Paris');
  expect(host?.sent.filter(({ path }) => path.endsWith('.gguf'))).toEqual([]);
});
