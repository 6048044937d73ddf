import { expect, test } from './studio-page.ts';

// As most people come: on a fast line, with motion.
test.use({ sparesData: false, contextOptions: { reducedMotion: 'no-preference' } });

test('a first-time visitor gets an answer with one click, and nothing leaves the origin', async ({
  studio,
}) => {
  const { page, foreignRequests, complaints } = studio;
  await studio.open();
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  await page.getByRole('list', { name: 'Examples' }).getByRole('button').nth(2).click();
  const answer = await studio.answer();
  await expect(answer).toContainText(/Guide · wasm q8/);
  await studio.checkAccessibility();

  await studio.ask('Is it private?');
  await expect(await studio.answer()).toContainText('From the guide');
  expect(foreignRequests).toEqual([]);
  expect(complaints).toEqual([]);
});

test('the guide answers from its texts with a working link, and says plainly what it cannot do', async ({
  studio,
}) => {
  const { page } = studio;
  await studio.open();
  await studio.ask('Where do I change the theme?');
  await (await studio.answer()).getByRole('button', { name: 'Open Settings' }).click();
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible();

  await page.goBack();
  await studio.ask('Who won the football world cup in 1998?');
  const answer = await studio.answer();
  await expect(answer).toContainText('very small model');
  await expect(answer.getByRole('button', { name: /^Download/ })).toBeVisible();
});

test('it can be installed: manifest, icons and a service worker in control', async ({ studio }) => {
  const { page } = studio;
  await studio.open();
  const manifest = await page.evaluate(async () => {
    const link = document.querySelector<HTMLLinkElement>('link[rel=manifest]');
    const response = await fetch(link?.href ?? '');
    return (await response.json()) as { display: string; icons: { src: string; sizes: string }[] };
  });
  expect(manifest.display).toBe('standalone');
  for (const { src } of manifest.icons)
    expect((await page.request.get(`/${src}`)).status(), src).toBe(200);
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
});
