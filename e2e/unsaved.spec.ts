import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { chromium } from '@playwright/test';
import { encodePng } from '../src/engine/images/png.ts';
import { chromiumLaunchOptions } from './chromium.ts';
import { expect, test } from './studio-page.ts';

const picture = async (grey = 200) => {
  const pixels = { width: 8, height: 8, data: new Uint8ClampedArray(8 * 8 * 4).fill(grey) };
  return {
    name: 'grey.png',
    mimeType: 'image/png',
    buffer: Buffer.from(await encodePng(pixels, [])),
  };
};

test('without storage everything works unsaved, and the page says so', async ({ studio }) => {
  const { page } = studio;
  await page.addInitScript(() => {
    Object.defineProperty(IDBFactory.prototype, 'open', {
      value: () => {
        throw new DOMException(
          'The user denied permission to access the database.',
          'SecurityError',
        );
      },
    });
  });
  await studio.open('/#/chat');
  await expect(page.getByText('This browser does not let the page store anything.')).toBeVisible();
  await studio.ask('Is it private?');
  await expect(await studio.answer()).toContainText('leaves this page');
  await page.getByRole('link', { name: 'Gallery' }).click();
  await page.getByLabel('Picture files').setInputFiles(await picture());
  await expect(page.getByRole('list', { name: 'Pictures' }).getByRole('img')).toHaveCount(1);
  await studio.checkAccessibility();
});

test('where all site data is blocked, the built-in models answer and draw', async ({
  baseURL,
}, testInfo) => {
  const profile = testInfo.outputPath('profile');
  await mkdir(`${profile}/Default`, { recursive: true });
  const blocked = { profile: { default_content_setting_values: { cookies: 2 } } };
  await writeFile(`${profile}/Default/Preferences`, JSON.stringify(blocked));
  const browser = await chromium.launchPersistentContext(profile, chromiumLaunchOptions());
  try {
    const complaints: string[] = [];
    browser.on('weberror', (error) => complaints.push(error.error().message));
    const page = await browser.newPage();
    await page.goto(`${baseURL}/#/chat`);
    await expect(page.getByText('This browser does not let the page store any')).toBeVisible();
    await page.getByRole('textbox', { name: 'Message' }).fill('Is it private?');
    await page.getByRole('button', { name: 'Send' }).click();
    const answer = page.getByRole('article', { name: 'Answer' });
    await expect(answer).toContainText('leaves this page');
    await page.goto(`${baseURL}/#/`);
    await page.getByRole('button', { name: 'Draw', exact: true }).click();
    await expect(page.getByText(/^Drawn in/)).toBeVisible({ timeout: 120_000 });
    expect(complaints).toEqual([]);
  } finally {
    await browser.close();
  }
});

test('data cleared while the page is open is reported, and later work is saved', async ({
  studio,
}) => {
  const { page, complaints } = studio;
  await studio.open('/#/chat');
  await studio.ask('Is it private?');
  await studio.answer();
  await page.getByRole('link', { name: 'Gallery' }).click();
  await page.getByLabel('Picture files').setInputFiles(await picture());
  const pictures = page.getByRole('list', { name: 'Pictures' }).getByRole('img');
  await expect(pictures).toHaveCount(1);
  await page.evaluate(
    () =>
      new Promise((resolve) => {
        const request = indexedDB.deleteDatabase('triptych');
        request.onsuccess = resolve;
      }),
  );
  await expect(page.getByText('This site’s data was cleared while it was open')).toBeVisible();
  // Not the same: while the page does not know yet that it is gone, it would be there already.
  await page.getByLabel('Picture files').setInputFiles(await picture(100));
  await expect(pictures).toHaveCount(1);
  await page.reload();
  await expect(pictures).toHaveCount(1);
  await page.getByRole('link', { name: 'Chat' }).click();
  await expect(page.getByRole('link', { name: 'Is it private?' })).toBeVisible();
  expect(complaints).toEqual([]);
});

test('on a full disk what is made is kept in the page, offered as a file, and stored once there is room', async ({
  studio,
}) => {
  const { page, complaints } = studio;
  await page.addInitScript(() => {
    const { put } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = function (...args) {
      if ((globalThis as { isFull?: boolean }).isFull)
        throw new DOMException('The disk is full.', 'QuotaExceededError');
      return put.apply(this, args);
    };
  });
  const fill = (isFull: boolean) =>
    page.evaluate((now) => void Object.assign(globalThis, { isFull: now }), isFull);
  const alert = page.getByRole('alert').filter({ hasText: 'until you close this page' });
  const tryAgain = alert.getByRole('button', { name: 'Try again' });

  await studio.open('/#/chat');
  await fill(true);
  await studio.ask('Is it private?');
  await expect(await studio.answer()).toContainText('leaves this page');
  await expect(alert).toContainText('The conversation is kept only');
  await studio.checkAccessibility();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    alert.getByRole('button', { name: 'Save as a file' }).click(),
  ]);
  expect(await readFile(await file.path(), 'utf8')).toContain('Is it private?');
  await tryAgain.click();
  await expect(alert).toContainText('The conversation is kept only');

  await page.getByRole('link', { name: 'Speech' }).click();
  await page.getByRole('textbox', { name: 'Text to speak' }).fill('Nothing is lost.');
  await page.getByRole('button', { name: 'Speak', exact: true }).click();
  await expect(alert).toContainText('The reading is kept only', { timeout: 90_000 });

  await page.getByRole('link', { name: 'Images' }).click();
  await page.getByRole('textbox', { name: 'Prompt', exact: true }).fill('a fox');
  await page.getByRole('button', { name: 'Draw', exact: true }).click();
  await expect(alert).toContainText('The picture is kept only', { timeout: 120_000 });
  await studio.checkAccessibility();

  await fill(false);
  for (const screen of ['Images', 'Speech', 'Chat']) {
    await page.getByRole('link', { name: screen, exact: true }).click();
    await tryAgain.click();
    await expect(alert).toHaveCount(0);
  }
  await page.reload();
  await expect(page.getByRole('link', { name: 'Is it private?' })).toBeVisible();
  await page.getByRole('link', { name: 'Speech' }).click();
  await expect(page.getByRole('button', { name: /^Nothing is lost/ })).toBeVisible();
  await page.getByRole('link', { name: 'Gallery' }).click();
  await expect(page.getByRole('list', { name: 'Pictures' }).getByRole('img')).toHaveCount(1);
  expect(complaints).toEqual([]);
});
