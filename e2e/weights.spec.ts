/** Weights on a bad day: cut networks, killed tabs, full disks, damaged rows, other tabs. */
import type { Page } from '@playwright/test';
import {
  countTwiceSent,
  startCuttableStudio,
  writeHollowModels,
  type CuttableStudio,
} from './fixtures/cuttable-studio.ts';
import { FIXTURE_MODELS, TEST_MODEL_FOLDERS } from './fixtures/write-fixtures.ts';
import { expect, needsWeights, test } from './studio-page.ts';

const MB = 1e6;
const CHUNK = 16 * 2 ** 20;
const REPOSITORY = 'triptych/SmolLM2-135M-Instruct-ONNX';

let host: CuttableStudio;
// A story that is skipped has started none.
test.afterEach(() => (host as CuttableStudio | undefined)?.close());

const openModels = async (page: Page) => {
  await page.goto(`${host.url}/#/models`);
  await expect(page.getByRole('heading', { name: 'Models', exact: true })).toBeVisible();
};
const cardOf = (page: Page, title: string) =>
  page.getByRole('listitem', { name: title, exact: true });
const choose = async (page: Page, title: string, item: string) => {
  await page.getByRole('button', { name: `More for ${title}` }).click();
  await page.getByRole('menuitem', { name: item }).click();
};
const sentOf = (path: string) =>
  host.sent
    .filter((part) => part.path.endsWith(path))
    .reduce((sum, { sentBytes }) => sum + sentBytes, 0);

/** Bytes of a download that the page has taken, those of all its files together. */
const readLoaded = (page: Page, id: string) =>
  page.evaluate(
    (model) => globalThis.triptych.models.state.getState().downloads[model]?.loadedBytes ?? 0,
    id,
  );

test('SmolLM2 survives a cut network and a killed tab, is verified, and chats', async ({
  page,
  context,
}) => {
  needsWeights(REPOSITORY);
  test.setTimeout(400_000);
  host = await startCuttableStudio(TEST_MODEL_FOLDERS);
  host.bytesPerSecond = 30 * MB;
  const title = 'SmolLM2 135M Instruct';
  const file = 'model_q4.onnx';
  await openModels(page);
  await cardOf(page, title)
    .getByRole('button', { name: /^Download/ })
    .click();
  await expect.poll(() => sentOf(file), { timeout: 60_000 }).toBeGreaterThan(25 * MB);
  host.cut();
  await expect(cardOf(page, title).getByRole('alert')).toContainText('cannot be reached', {
    timeout: 60_000,
  });
  await expect(cardOf(page, title)).toContainText(/Stopped at \d\d MB of 109 MB/);
  const beforeCut = await readLoaded(page, REPOSITORY);
  host.mend();
  await cardOf(page, title)
    .getByRole('button', { name: /^Continue/ })
    .click();
  await expect
    .poll(() => readLoaded(page, REPOSITORY), { timeout: 60_000 })
    .toBeGreaterThan(60 * MB);
  const beforeKill = await readLoaded(page, REPOSITORY);
  const session = await context.newCDPSession(page);
  await Promise.race([
    page.waitForEvent('crash'),
    session.send('Page.crash').catch(() => undefined),
  ]);
  await page.close();

  const next = await context.newPage();
  await openModels(next);
  const card = cardOf(next, title);
  await expect(card).toContainText(/Paused at \d+ MB of 109 MB/);
  await expect(next.getByRole('region', { name: 'Downloads' })).toContainText('Paused at');
  host.bytesPerSecond = Infinity;
  await card.getByRole('button', { name: /^Continue/ }).click();
  await expect(card.getByRole('button', { name: `Chat with ${title}` })).toBeVisible({
    timeout: 60_000,
  });
  // What the page had taken is not asked for again: all of it after a cut, all but one row at most
  // after a sudden end.
  const [, afterCut, afterKill] = host.sent
    .filter(({ path }) => path.endsWith(file))
    .map(({ start }) => start);
  const others = 2.1 * MB;
  expect(afterCut).toBeGreaterThanOrEqual(beforeCut - others);
  expect(afterKill).toBeGreaterThanOrEqual(beforeKill - others - CHUNK);

  await choose(next, title, 'Check the files');
  await expect(card.getByRole('status')).toContainText('All 109 MB are intact', {
    timeout: 60_000,
  });
  await card.getByRole('button', { name: `Chat with ${title}` }).click();
  await next.getByRole('textbox', { name: 'Message' }).fill('What is the capital of France?');
  await next.getByRole('button', { name: 'Send' }).click();
  await expect(next.getByRole('article', { name: 'Answer' })).toContainText('wasm q4', {
    timeout: 200_000,
  });
});

test('two tabs share a download: both see it, either can stop it, and nothing is fetched twice', async ({
  page,
  context,
}) => {
  host = await startCuttableStudio([await writeHollowModels({ 'big/one': 3 * MB })]);
  host.bytesPerSecond = 0.6 * MB;
  await openModels(page);
  const other = await context.newPage();
  await openModels(other);
  await cardOf(page, 'one')
    .getByRole('button', { name: /^Download/ })
    .click();
  await expect(cardOf(other, 'one')).toContainText('In another tab.');
  await expect(cardOf(other, 'one')).toContainText(/of 3\.0 MB/);
  await cardOf(other, 'one')
    .getByRole('button', { name: /^Pause/ })
    .click();
  await expect(cardOf(page, 'one')).toContainText(/Paused at/);

  // Both begin at once: one fetches, the other waits for it.
  const install = (tab: Page) =>
    tab.evaluate(() =>
      globalThis.triptych.models.install('big/one', { device: 'wasm', dtype: 'q4' }),
    );
  const [first, second] = await Promise.all([install(page), install(other)]);
  await expect(cardOf(page, 'one').getByRole('button', { name: 'Chat with one' })).toBeVisible();
  await expect(cardOf(other, 'one').getByRole('button', { name: 'Chat with one' })).toBeVisible();
  expect(Math.min(first.fetchedBytes, second.fetchedBytes)).toBe(0);
  expect(countTwiceSent(host.sent, 'model_q4.onnx')).toBeLessThan(0.3 * MB);
});

test('another tab takes over when the downloading one closes', async ({ page, context }) => {
  host = await startCuttableStudio([await writeHollowModels({ 'big/one': 3 * MB })]);
  host.bytesPerSecond = MB;
  await openModels(page);
  const other = await context.newPage();
  await openModels(other);
  await cardOf(page, 'one')
    .getByRole('button', { name: /^Download/ })
    .click();
  await expect(cardOf(other, 'one')).toContainText('In another tab.');
  const taken = other.evaluate(() =>
    globalThis.triptych.models.install('big/one', { device: 'wasm', dtype: 'q4' }),
  );
  await page.close();
  await taken;
  await expect(cardOf(other, 'one').getByRole('button', { name: 'Chat with one' })).toBeVisible();
});

/** Changes the first row of the largest content as a failing disk would. */
async function damage(page: Page, kind: 'flip' | 'lose'): Promise<void> {
  await page.evaluate(async (how) => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open('triptych-weights');
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error as Error);
    });
    const read = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error as Error);
      });
    interface Row {
      digest: string;
      index: number;
      bytes: Blob;
    }
    const rows = (await read(
      database.transaction('chunks').objectStore('chunks').getAll(),
    )) as Row[];
    const models = (await read(database.transaction('models').objectStore('models').getAll())) as {
      manifest: { id: string; variants: { files: { digest: string }[] }[] };
    }[];
    const digest = models.find(({ manifest }) => manifest.id === 'tiny/llama')?.manifest.variants[0]
      ?.files[0]?.digest;
    const row = rows.find((each) => each.digest === digest);
    if (!row) throw new Error('The model has no row.');
    const store = database.transaction('chunks', 'readwrite').objectStore('chunks');
    if (how === 'lose') await read(store.delete([row.digest, row.index]));
    else await read(store.put({ ...row, bytes: new Blob([new Uint8Array(row.bytes.size)]) }));
    database.close();
  }, kind);
}

/**
 * What the store meets on a full disk. Chrome tells sites an invented quota and refuses only what
 * it really cannot write, so a test has to do the refusing: each row above `roomBytes` in all,
 * until "free" is said on the channel.
 */
const fillDisk = (roomBytes: number) => `{
  let room = ${roomBytes};
  const rows = new Map();
  const { put } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.put = function (value, ...key) {
    if (this.name === 'chunks') {
      const bytes = value.bytes.size ?? value.bytes.byteLength;
      const others = [...rows].filter(([row]) => row !== value.digest + value.index);
      if (others.reduce((sum, [, size]) => sum + size, bytes) > room)
        throw new DOMException('The disk is full.', 'QuotaExceededError');
      rows.set(value.digest + value.index, bytes);
    }
    return put.call(this, value, ...key);
  };
  new BroadcastChannel('test-disk').onmessage = () => (room = Infinity);
}
`;

test('a full disk loses nothing: on request the least recently used model makes room, and the download continues', async ({
  page,
}) => {
  host = await startCuttableStudio([
    await writeHollowModels({ 'big/old': 30 * MB, 'big/new': 32 * MB }),
  ]);
  await page.route('**/assets/weights.worker-*.js', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: fillDisk(52 * MB) + (await response.text()) });
  });
  await openModels(page);
  const download = (title: string) =>
    cardOf(page, title)
      .getByRole('button', { name: /^Download/ })
      .click();
  await download('old');
  await expect(cardOf(page, 'old').getByRole('button', { name: 'Chat with old' })).toBeVisible({
    timeout: 60_000,
  });

  await download('new');
  const card = cardOf(page, 'new');
  await expect(card.getByRole('alert')).toContainText('storage_full', { timeout: 60_000 });
  await expect(card).toContainText(/Stopped at \d\d MB of 32 MB/);
  await expect(cardOf(page, 'old').getByRole('button', { name: 'Chat with old' })).toBeVisible();

  await card.getByRole('button', { name: 'Delete old and continue' }).click();
  await expect(cardOf(page, 'old').getByRole('button', { name: /^Download/ })).toBeVisible();
  await page.evaluate(() => new BroadcastChannel('test-disk').postMessage('free'));
  await expect(card.getByRole('button', { name: 'Chat with new' })).toBeVisible({
    timeout: 60_000,
  });
  expect(countTwiceSent(host.sent, 'big/new/onnx/model_q4.onnx')).toBeLessThanOrEqual(CHUNK);
});

test('damage is found, reported and repaired by fetching only the damaged bytes', async ({
  page,
}) => {
  host = await startCuttableStudio([FIXTURE_MODELS]);
  await openModels(page);
  const card = cardOf(page, 'llama');
  await card.getByRole('button', { name: /^Download/ }).click();
  await expect(card.getByRole('button', { name: 'Chat with llama' })).toBeVisible();
  const sizeBytes = sentOf('model_q4.onnx');
  const configBytes = sentOf('config.json');
  await damage(page, 'flip');
  await choose(page, 'llama', 'Check the files');
  await expect(card.getByRole('status')).toContainText('damaged or missing');
  await card.getByRole('button', { name: 'Repair llama' }).click();
  await expect(card.getByRole('status')).toContainText('Repaired');
  expect([sentOf('model_q4.onnx'), sentOf('config.json')]).toEqual([2 * sizeBytes, configBytes]);

  await damage(page, 'lose');
  await card.getByRole('button', { name: 'Chat with llama' }).click();
  await page.getByRole('textbox', { name: 'Message' }).fill('Hello');
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByRole('alert')).toContainText('Repair the model in Models', {
    timeout: 60_000,
  });
  await page.getByRole('button', { name: 'Open Models' }).click();
  await choose(page, 'llama', 'Check and repair');
  await expect(card.getByRole('status')).toContainText('Repaired');
  await card.getByRole('button', { name: 'Chat with llama' }).click();
  await page.getByRole('textbox', { name: 'Message' }).fill('Hello');
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByRole('article', { name: 'Answer' }).last()).toContainText(/wasm q4|Stop/, {
    timeout: 60_000,
  });
});

test('a site whose data is cleared while open says what is gone and fetches it again', async ({
  page,
  context,
}) => {
  host = await startCuttableStudio([FIXTURE_MODELS]);
  await openModels(page);
  const card = cardOf(page, 'llama');
  await card.getByRole('button', { name: /^Download/ }).click();
  await card.getByRole('button', { name: 'Chat with llama' }).click();
  await expect(page.getByRole('button', { name: 'Model: llama' })).toBeVisible();
  const session = await context.newCDPSession(page);
  await session.send('Storage.clearDataForOrigin', { origin: host.url, storageTypes: 'indexeddb' });
  await page.getByRole('textbox', { name: 'Message' }).fill('Hello');
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'is not on this device' })).toBeVisible();
  await page.getByRole('button', { name: 'Open Models' }).click();
  await card.getByRole('button', { name: 'Download llama' }).click();
  await expect(card.getByRole('button', { name: 'Chat with llama' })).toBeVisible();
});

test('a model can be exported to a folder and imported from one', async ({ page }) => {
  const folder = await writeHollowModels({ 'my/model': MB });
  host = await startCuttableStudio([]);
  await openModels(page);
  await page.getByLabel('Folder to import').setInputFiles(folder);
  const imports = page.getByRole('list', { name: 'Imports' });
  await expect(imports).toContainText('model is on this device now', { timeout: 30_000 });
  await imports.getByRole('button', { name: /^Dismiss/ }).click();
  await choose(page, 'model', 'Check the files');
  await expect(cardOf(page, 'model').getByRole('status')).toContainText('intact');

  // The picker is the browser's own; a private folder of the page is as good a folder.
  await page.evaluate(() => {
    Object.assign(globalThis, { showDirectoryPicker: () => navigator.storage.getDirectory() });
  });
  await choose(page, 'model', 'Export to a folder');
  await expect(cardOf(page, 'model').getByRole('status')).toContainText('written to my/model');
  const exported = await page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const model = await (await root.getDirectoryHandle('my')).getDirectoryHandle('model');
    const onnx = await model.getDirectoryHandle('onnx');
    return (await (await onnx.getFileHandle('model_q4.onnx')).getFile()).size;
  });
  expect(exported).toBe(MB);
});

test('things that are not models are explained, and so are refusals by the hub', async ({
  page,
  context,
}) => {
  host = await startCuttableStudio([await writeHollowModels({ 'big/one': MB })]);
  await openModels(page);
  const picture = { name: 'holiday.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no model') };
  await page
    .getByLabel('Folder to import')
    .evaluate((input) => input.removeAttribute('webkitdirectory'));
  await page.getByLabel('Folder to import').setInputFiles(picture);
  await expect(page.getByRole('list', { name: 'Imports' })).toContainText(
    'no model among these files',
  );

  const lookUp = async (text: string) => {
    await page.getByRole('textbox', { name: 'Add a model' }).fill(text);
    await page.getByRole('button', { name: 'Look up' }).click();
    return page.getByRole('region', { name: 'Add a model' });
  };
  await context.route('**/hub/api/models/private/**', (route) => route.fulfill({ status: 401 }));
  await context.route('https://huggingface.co/**', (route) => route.fulfill({ status: 404 }));
  await expect(await lookUp('not a name')).toContainText('owner/name');
  await expect(await lookUp('no/such')).toContainText('no/such is not on this hub');
  await context.route('https://huggingface.co/**', (route) => route.fulfill({ status: 401 }));
  await expect(await lookUp('private/model')).toContainText('private or does not exist');
  await expect(await lookUp(`${host.url}/big/one/tree/main`)).toContainText('big/one at');
});

test('a pause requested by the hub is shown, and the download continues after it', async ({
  page,
  context,
}) => {
  host = await startCuttableStudio([await writeHollowModels({ 'big/one': MB })]);
  await openModels(page);
  const card = cardOf(page, 'one');
  await expect(card).toContainText('Runs here');
  const pause = { status: 429, headers: { 'retry-after': '8' } };
  const questions = '**/hub/api/models/big/one/revision/**';
  // Until it is shown, since the page may also be describing the model once more.
  await context.route(questions, (route) => route.fulfill(pause));
  await card.getByRole('button', { name: /^Download/ }).click();
  await expect(card).toContainText(/The hub asked us to wait; continuing in [1-8] s\./);
  await context.unroute(questions);
  await expect(page.getByRole('region', { name: 'Downloads' })).toContainText(
    'The hub asked us to wait',
  );
  await expect(card.getByRole('button', { name: 'Chat with one' })).toBeVisible({
    timeout: 30_000,
  });
});

test('being offline is reported as such', async ({ page, context }) => {
  host = await startCuttableStudio([await writeHollowModels({ 'big/one': MB })]);
  await openModels(page);
  await expect(cardOf(page, 'one')).toBeVisible();
  await context.setOffline(true);
  await cardOf(page, 'one')
    .getByRole('button', { name: /^Download/ })
    .click();
  await expect(cardOf(page, 'one').getByRole('alert')).toContainText('You are offline.');
  await context.setOffline(false);
  await cardOf(page, 'one')
    .getByRole('button', { name: /^Continue/ })
    .click();
  await expect(cardOf(page, 'one').getByRole('button', { name: 'Chat with one' })).toBeVisible({
    timeout: 30_000,
  });
});

test('a custom hub is contacted only once it has been chosen', async ({ page, context }) => {
  const folder = await writeHollowModels({ 'big/one': MB });
  const mirror = await startCuttableStudio([folder]);
  host = await startCuttableStudio([]);
  await context.route('https://huggingface.co/**', (route) => route.fulfill({ status: 404 }));
  try {
    await page.goto(`${host.url}/#/settings`);
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    const reach = (url: string) =>
      page.evaluate(
        (address) =>
          globalThis.triptych.models.describe(address).then(
            () => true,
            () => false,
          ),
        url,
      );
    expect(await reach('big/one')).toBe(false);
    await page.getByRole('textbox', { name: 'Hub' }).fill('mirror.example');
    await page.getByRole('button', { name: 'Use', exact: true }).click();
    await expect(page.getByText('is not a server address')).toBeVisible();
    await page.getByRole('textbox', { name: 'Hub' }).fill(`${mirror.url}/hub/`);
    await page.getByRole('button', { name: 'Use', exact: true }).click();
    await expect.poll(() => reach('big/one')).toBe(true);
    await page.evaluate(() => globalThis.triptych.models.install('big/one', { device: 'wasm' }));
    expect(mirror.sent.map(({ path }) => path).join()).toContain('model_q4.onnx');
    // It holds for the next visit as well.
    await page.reload();
    await expect.poll(() => reach('big/one')).toBe(true);
  } finally {
    mirror.close();
  }
});
