import { expect, test } from './studio-page.ts';

test('the first keyboard stop on every screen skips to the content', async ({ studio }) => {
  const { page } = studio;
  for (const screen of ['', 'chat', 'models', 'settings']) {
    await studio.open(`/#/${screen}`);
    const skip = page.getByRole('link', { name: 'Skip to content' });
    await expect(page.locator('a[href], button, input, textarea').first()).toHaveText(
      'Skip to content',
    );
    await skip.focus();
    await expect(skip).toBeInViewport();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('main')).toBeFocused();
    await expect(page).toHaveURL(new RegExp(`#/${screen}$`));
  }
});

test('a file input opened by a button is not a second button', async ({ studio }) => {
  const { page } = studio;
  for (const screen of ['chat', 'images', 'speech', 'gallery', 'models', 'settings']) {
    await studio.open(`/#/${screen}`);
    const shown = await page
      .locator('input[type=file]')
      .evaluateAll((inputs) => inputs.filter((input) => input.checkVisibility()).length);
    expect(shown, screen).toBe(0);
  }
});
