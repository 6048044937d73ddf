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
