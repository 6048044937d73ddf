import { waitUntilKeptOffline } from './kept-offline.ts';
import { expect, test } from './studio-page.ts';

test.describe('on an ordinary line', () => {
  test.use({ sparesData: false, contextOptions: { reducedMotion: 'no-preference' } });

  test('words, pictures and voice work on the home screen, at once, and again offline', async ({
    studio,
    context,
  }) => {
    test.setTimeout(240_000);
    const { page, complaints, foreignRequests } = studio;
    await page.setViewportSize({ width: 1440, height: 900 });
    await studio.open('/');
    await studio.checkAccessibility();

    const useAll = async () => {
      await page.getByRole('button', { name: 'Write' }).click();
      await page.getByRole('button', { name: 'Draw' }).click();
      await page.getByRole('button', { name: 'Speak' }).click();
      await expect(page.getByText(/^First word after/).last()).toBeVisible({ timeout: 60_000 });
      await expect(page.getByRole('article', { name: 'Answer' })).toContainText(/bakery/i, {
        timeout: 60_000,
      });
      await expect(page.getByRole('img', { name: 'a fox on a teal background' })).toBeVisible({
        timeout: 120_000,
      });
      await expect(page.getByRole('button', { name: 'Write' })).toBeVisible({ timeout: 60_000 });
      // What was sent is no longer in the field.
      await expect(page.getByRole('textbox', { name: 'Message' })).toHaveValue('');
    };
    await useAll();
    await studio.checkAccessibility();
    await expect(page.getByRole('link', { name: 'Chat' }).last()).toHaveAttribute(
      'href',
      /^#\/chat\/[\w-]+$/,
    );

    await waitUntilKeptOffline(page);
    await context.setOffline(true);
    await page.reload();
    await useAll();
    expect(foreignRequests).toEqual([]);
    expect(complaints.filter((text) => /content security policy/i.test(text))).toEqual([]);
  });
});

test('on a phone one panel is open and the others show their status', async ({ studio }) => {
  const { page } = studio;
  await page.setViewportSize({ width: 390, height: 844 });
  await studio.open('/');
  await expect(page.getByRole('button', { name: 'Write' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Draw' })).toBeHidden();
  await page.getByRole('button', { name: /^Pictures/ }).click();
  await studio.checkAccessibility();
  await page.getByRole('button', { name: 'Draw' }).click();
  await page.getByRole('button', { name: /^Voice/ }).click();
  await expect(page.getByRole('button', { name: 'Speak' })).toBeVisible();
  await expect(page.getByRole('button', { name: /^Pictures/ })).toContainText(/Pictures.+/);
  await page.keyboard.press('Shift+Tab');
  await page.getByRole('link', { name: 'Images' }).first().click();
  await page.getByRole('button', { name: 'Stop' }).click();
});

test('the logo leads home from every screen', async ({ studio }) => {
  const { page } = studio;
  await studio.open('/#/settings');
  await page.getByRole('link', { name: 'Home' }).click();
  await expect(page.getByRole('heading', { name: 'Words', exact: true })).toBeVisible();
});

test('panels keep their width, and results have their buttons', async ({ studio }) => {
  const { page } = studio;
  await page.setViewportSize({ width: 1440, height: 900 });
  await studio.open('/');
  const readWidths = () =>
    Promise.all(
      ['Words', 'Pictures', 'Voice'].map(
        async (name) =>
          (await page.getByRole('region', { name, exact: true }).boundingBox())?.width ?? 0,
      ),
    );
  const before = await readWidths();
  expect(Math.max(...before) - Math.min(...before)).toBeLessThan(2);
  const pictures = page.getByRole('region', { name: 'Pictures', exact: true });
  await pictures.getByRole('button', { name: 'Draw', exact: true }).click();
  expect(await readWidths()).toEqual(before);
  await page.getByRole('textbox', { name: 'Text to speak' }).focus();
  expect(await readWidths()).toEqual(before);

  await pictures.getByRole('button', { name: 'Open the picture' }).click({ timeout: 120_000 });
  await expect(page.getByRole('dialog', { name: 'a fox on a teal background' })).toBeVisible();
  await page.keyboard.press('Escape');
  await pictures.getByRole('button', { name: 'Save' }).click();
  const saved = page.waitForEvent('download');
  await page.getByRole('dialog').getByRole('button', { name: /^Save/ }).click();
  expect((await saved).suggestedFilename()).toMatch(/^a fox.*\.png$/);

  const words = page.getByRole('region', { name: 'Words', exact: true });
  await words.getByRole('textbox', { name: 'Message' }).fill('Is it private?');
  await words.getByRole('button', { name: 'Write' }).click();
  await expect(words.getByRole('article', { name: 'Answer' })).toContainText(/leaves this page/);
  for (const name of ['Copy', 'Read aloud', 'Regenerate'])
    await expect(words.getByRole('button', { name, exact: true })).toBeVisible();
  await studio.checkAccessibility();
  expect(await readWidths()).toEqual(before);
});

test.describe('with Save-Data', () => {
  test('nothing is fetched before a click, and buttons say what they fetch', async ({
    studio,
    context,
  }) => {
    const { page } = studio;
    const large: string[] = [];
    context.on('request', (request) => {
      if (/\/starter\/|\.wasm$|service-worker/.test(request.url()))
        large.push(new URL(request.url()).pathname);
    });
    await page.setViewportSize({ width: 1440, height: 900 });
    await studio.open('/');
    for (const [name, megabytes] of [
      ['Words', [8, 12]],
      ['Pictures', [12, 16]],
      ['Voice', [2, 4]],
    ] as const) {
      const words = page
        .getByRole('region', { name })
        .getByRole('status')
        .filter({ hasText: /MB first$/ });
      await expect(words).toHaveText(/^Downloads [\d.]+ MB first$/);
      const said = Number(/[\d.]+/.exec((await words.textContent()) ?? '')?.[0]);
      expect(said).toBeGreaterThan(megabytes[0]);
      expect(said).toBeLessThan(megabytes[1]);
    }
    await studio.checkAccessibility();
    for (const [place, words] of [
      ['/#/chat', /^Downloads [\d.]+ MB first$/],
      ['/#/images', /^Downloads [\d.]+ MB first$/],
      ['/#/speech', /^Downloads [\d.]+ MB first$/],
    ] as const) {
      await studio.open(place);
      await expect(page.getByRole('status').filter({ hasText: words })).toBeVisible();
    }
    expect(large).toEqual([]);

    await studio.open('/');
    const voice = page.getByRole('region', { name: 'Voice' });
    await voice.getByRole('button', { name: 'Speak' }).click();
    await expect(voice.getByText(/^First word after/)).toBeVisible({ timeout: 60_000 });
    await expect(voice).not.toContainText('MB first');
    expect(large.filter((path) => path.includes('/guide/') || path.includes('ort-wasm'))).toEqual(
      [],
    );
  });
});
