/**
 * Several tabs share one GPU: engines that only count, on the studio's own arbiter with real Web
 * Locks.
 */
import type { Page } from '@playwright/test';
import { expect, test } from './studio-page.ts';

declare global {
  /** What the fake engine of a tab saw. */
  var fake: { unloads: number; log: string[]; release: (() => void) | undefined };
}

async function addFakeEngine(page: Page): Promise<void> {
  await page.evaluate(() => {
    globalThis.fake = { unloads: 0, log: [], release: undefined };
    globalThis.triptych.gpu.register({
      owner: 'fake',
      unload: () => void globalThis.fake.unloads++,
    });
  });
}

/** Takes a lease without waiting for it; the tab's log shows when it was granted. */
async function ask(
  page: Page,
  priority: 'interactive' | 'batch',
  gigabytes: number,
): Promise<void> {
  await page.evaluate(
    ([how, size]) => {
      const request = {
        owner: 'fake',
        device: 'webgpu',
        priority: how,
        bytes: size * 1e9,
      } as const;
      void globalThis.triptych.gpu.lease(request, new AbortController().signal).then((lease) => {
        globalThis.fake.log.push(`${how} ${performance.timeOrigin + performance.now()}`);
        globalThis.fake.release = lease.release;
      });
    },
    [priority, gigabytes] as const,
  );
}
const release = (page: Page) => page.evaluate(() => globalThis.fake.release?.());
const countGranted = (page: Page) => page.evaluate(() => globalThis.fake.log.length);
const readView = (page: Page) => page.evaluate(() => globalThis.triptych.gpu.view());

test('tabs share one GPU: turns by priority, memory by last use, and a closed tab leaves nothing behind', async ({
  context,
  studio,
}) => {
  const tabs = [studio.page, await context.newPage(), await context.newPage()];
  const [first, second, third] = tabs as [Page, Page, Page];
  for (const page of tabs) {
    await page.goto('/#/settings');
    await page.waitForFunction(() => 'triptych' in globalThis);
    await addFakeEngine(page);
  }

  await ask(first, 'batch', 0.1);
  await expect.poll(() => countGranted(first)).toBe(1);
  await ask(second, 'batch', 0.1);
  await expect.poll(async () => (await readView(first)).waiting.length).toBe(1);
  await ask(third, 'interactive', 0.1);
  await expect
    .poll(async () => (await readView(first)).waiting.map(({ priority }) => priority))
    .toEqual(['interactive', 'batch']);
  await release(first);
  await expect.poll(() => countGranted(third)).toBe(1);
  expect(await countGranted(second)).toBe(0);
  await release(third);
  await expect.poll(() => countGranted(second)).toBe(1);
  await release(second);

  const { budgetBytes } = await readView(first);
  const most = budgetBytes.webgpu / 1e9;
  await ask(second, 'interactive', most * 0.5);
  await expect.poll(() => countGranted(second)).toBe(2);
  await release(second);
  await ask(first, 'interactive', most * 0.4);
  await expect.poll(() => countGranted(first)).toBe(2);
  await release(first);
  await ask(third, 'interactive', most * 0.5);
  await expect.poll(() => countGranted(third)).toBe(2);
  const unloads = await Promise.all(
    tabs.map((page) => page.evaluate(() => globalThis.fake.unloads)),
  );
  expect(unloads).toEqual([0, 1, 0]);

  await first.getByRole('button', { name: /^Device:/ }).click();
  const device = first.getByRole('dialog', { name: 'Device' });
  await expect(
    device.getByRole('listitem').filter({ hasText: 'fake in another tab' }),
  ).toContainText('busy');
  await studio.checkAccessibility();
  await first.keyboard.press('Escape');

  await ask(first, 'batch', 0.1);
  await third.close();
  await expect.poll(() => countGranted(first)).toBe(3);
  const owners = (await readView(first)).residents.filter(({ owner }) => owner === 'fake');
  expect(owners).toHaveLength(1);
});

test('chat takes a lease for what it loads, and another engine can take its memory', async ({
  studio,
}) => {
  const { page } = studio;
  await studio.open();
  await studio.ask('What can I do here?');
  await studio.answer();
  await expect
    .poll(async () =>
      (await readView(page)).residents.map(({ owner, device, isBusy }) => ({
        owner,
        device,
        isBusy,
      })),
    )
    .toEqual([{ owner: 'chat', device: 'wasm', isBusy: false }]);
  const [chat] = (await readView(page)).residents;
  expect(chat?.bytes).toBeGreaterThan(1e6);
  expect(await page.evaluate((id) => globalThis.triptych.gpu.free(id ?? ''), chat?.id)).toBe(true);
  expect(await page.evaluate(() => globalThis.triptych.chat.resident.getState())).toBeNull();
  await expect.poll(async () => (await readView(page)).residents).toEqual([]);
  await studio.ask('What can I do with pictures?');
  await studio.answer();
});
