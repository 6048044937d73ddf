import { expect, test } from './studio-page.ts';

for (const colorScheme of ['light', 'dark'] as const) {
  for (const [name, viewport] of [
    ['desktop', { width: 1440, height: 900 }],
    ['phone', { width: 390, height: 844 }],
  ] as const) {
    test(`every screen is accessible in ${colorScheme} on a ${name}`, async ({ studio }) => {
      const { page } = studio;
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize(viewport);
      for (const path of [
        '/#/chat',
        '/#/images',
        '/#/speech',
        '/#/studio',
        '/#/gallery',
        '/#/bulk',
        '/#/models',
        '/#/developers',
        '/#/companion',
        '/#/settings',
      ]) {
        await studio.open(path);
        await expect(page.getByRole('button', { name: /^Device/ })).toBeVisible();
        await studio.checkAccessibility();
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - innerWidth,
        );
        expect(overflow, `${path} scrolls sideways`).toBeLessThanOrEqual(0);
      }
      await page.getByRole('button', { name: /^Device/ }).click();
      await expect(page.getByRole('dialog', { name: 'Device' })).toBeVisible();
      await studio.checkAccessibility();
    });
  }
}

test('on a phone the conversations slide in from the side', async ({ studio }) => {
  const { page } = studio;
  await page.setViewportSize({ width: 390, height: 844 });
  await studio.open();
  await studio.ask('Is it private?');
  await studio.answer();
  await page.getByRole('button', { name: 'Conversations' }).click();
  const list = page.getByRole('dialog', { name: 'Conversations' });
  await expect(list.getByRole('link', { name: 'Is it private?' })).toBeVisible();
  await studio.checkAccessibility();
  await page.keyboard.press('Escape');
  await expect(list).toBeHidden();
});

test('a chosen theme survives a reload', async ({ studio }) => {
  const { page } = studio;
  await studio.open('/#/settings');
  await page.getByRole('radio', { name: 'Dark' }).click();
  await page.reload();
  await expect(page.getByRole('radio', { name: 'Dark' })).toBeChecked();
  expect(await page.evaluate(() => getComputedStyle(document.body).colorScheme)).toBe('dark');
});
