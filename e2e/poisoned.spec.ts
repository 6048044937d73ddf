/** What an attack left behind must not keep the studio from starting. */
import { expect, test } from './studio-page.ts';

const POISON = "https://x.example;sandbox; script-src 'unsafe-inline'";

test('a hub address that would break the policy is refused, and there is a way back without a page', async ({
  studio,
}) => {
  const { page } = studio;
  await studio.open('/#/settings');
  const hub = page.getByRole('textbox', { name: 'Hub' });
  await hub.fill('https://x.example;sandbox');
  await page.getByRole('button', { name: 'Use', exact: true }).click();
  await expect(page.getByText('A hub address cannot contain ";".')).toBeVisible();

  // What an older version, or another program of this origin, has left.
  await page.evaluate(async (poison) => {
    globalThis.triptych.serviceWorker.start();
    const { active } = await navigator.serviceWorker.ready;
    const { port1, port2 } = new MessageChannel();
    const answered = new Promise((resolve) => (port1.onmessage = resolve));
    active?.postMessage({ type: 'allow-hub', origin: poison }, [port2]);
    await answered;
    const cache = await caches.open('triptych-allowed-hub');
    await cache.put('origin', new Response(poison));
    const settings = JSON.stringify({ theme: 'dark', hubUrl: 'https://x.example;sandbox' });
    localStorage.setItem('triptych.settings', settings);
  }, POISON);
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  const response = await page.reload();
  expect(response?.fromServiceWorker()).toBe(true);
  expect(response?.headers()['content-security-policy']).not.toMatch(/sandbox|x\.example/);
  await expect(page.getByRole('radio', { name: 'Dark' })).toBeChecked();
  await expect(hub).toHaveValue('');

  await page.goto('/?reset');
  await expect(page.getByRole('heading', { name: 'Triptych was reset' })).toBeVisible();
  expect(
    await page.evaluate(() =>
      caches
        .has('triptych-allowed-hub')
        .then(
          async (has) => has && (await (await caches.open('triptych-allowed-hub')).keys()).length,
        ),
    ),
  ).toBe(0);
  await page.getByRole('link', { name: 'Open Triptych' }).click();
  await expect(page.getByRole('heading', { level: 1 }).first()).toBeAttached();
  const again = await page.reload();
  expect(again?.fromServiceWorker()).toBe(false);
  await studio.open('/#/settings');
  await expect(page.getByRole('radio', { name: 'Dark' })).toBeChecked();
});

test('a conversation that is an attack leaves the page awake, and one that broke it opens as plain text', async ({
  studio,
  context,
}) => {
  const { page } = studio;
  const answers = [
    `${'>'.repeat(5_000)} quoted`,
    'a* '.repeat(30_000),
    `|${'a|'.repeat(3_000)}\n|${'-|'.repeat(3_000)}\n|${'b|'.repeat(3_000)}`,
    '\\(x^2\\) and '.repeat(3_000),
    '\\[x^2\\]\n\n'.repeat(3_000),
    'The **last** one.',
  ];
  await studio.open();
  await page.evaluate(async (contents) => {
    const messages = contents.map((content, n) => ({
      id: `m${n}`,
      // The first follows the last.
      parentId: `m${n === 0 ? contents.length - 1 : n - 1}`,
      role: 'assistant',
      content,
      createdAt: n,
    }));
    const conversation = { title: 'Poison', leafId: `m${contents.length - 1}` };
    const file = {
      format: 'triptych-conversations',
      version: 1,
      conversations: [{ conversation, messages }],
    };
    await globalThis.triptych.chatStore.getState().importFile(JSON.stringify(file));
  }, answers);
  const last = page.getByRole('article', { name: 'Answer' }).last();
  await expect(last.getByText('last', { exact: true })).toBeVisible();
  await page.getByRole('textbox', { name: 'Message' }).fill('still awake');
  await expect(page.getByRole('article', { name: 'Answer' })).toHaveCount(answers.length);
  const address = page.url();

  // As if the tab had been killed while it was opening.
  await page.evaluate(() => {
    const { openId } = globalThis.triptych.chatStore.getState();
    globalThis.triptych.openings.noteBreak(openId ?? '');
  });
  await page.close();
  const again = await context.newPage();
  await again.goto(address);
  const notice = again.getByRole('status').filter({ hasText: 'shown as plain text' });
  await expect(notice).toBeVisible();
  await expect(again.getByText('The **last** one.')).toBeVisible();
  await notice.getByRole('button', { name: 'Show formatted' }).click();
  await expect(notice).toBeHidden();
  await expect(again.getByText('last', { exact: true })).toBeVisible();
});

test('what cannot be read is named, offered as a file, and not told again', async ({ studio }) => {
  const { page } = studio;
  await studio.open();
  await page.evaluate(async () => {
    localStorage.setItem('triptych.settings', '5');
    await globalThis.triptych.stores.database?.use(async (db) => {
      const whole = { createdAt: 1, updatedAt: 1, leafId: 'gone' };
      await db.put('conversations', { ...whole, id: 'whole', title: 'Still here' });
      await db.put('conversations', { ...whole, id: 'broken', title: null });
    });
  });
  await page.reload();
  const notice = page.getByRole('status').filter({ hasText: 'could not be read' });
  await expect(notice).toContainText('The settings could not be read, so the defaults apply.');
  await expect(notice).toContainText('1 conversation could not be read and is not shown.');
  await studio.checkAccessibility();
  await page.getByRole('link', { name: 'Still here' }).click();
  await expect(notice).toContainText('1 conversation was damaged and has been repaired.');

  const download = page.waitForEvent('download');
  await notice.getByRole('button', { name: 'Save as a file' }).click();
  expect((await download).suggestedFilename()).toMatch(/^Triptych damaged .*\.zip$/);
  await notice.getByRole('button', { name: 'Dismiss' }).click();
  await expect(notice).toBeHidden();
  await page.reload();
  await expect(page.getByRole('link', { name: 'Still here' })).toBeVisible();
  await expect(notice).toBeHidden();
});
