/**
 * The numeric self-test as a person sees it, on SwiftShader, whose attention is wrong as long as
 * subgroups are used.
 */
import { expect, test } from './studio-page.ts';

test('Settings shows the GPU and its check, and can repeat the check', async ({ studio }) => {
  const { page } = studio;
  await studio.open('/#/settings');
  const row = page.getByRole('region', { name: 'GPU check' });
  await expect(row).toContainText('Before SwiftShader');
  await expect(row).toContainText('software, run on the processor');
  await expect(row).toContainText('Lacks16-bit arithmetic');
  await expect(row).toContainText('Largest buffer');
  await row.getByRole('button', { name: 'Check now' }).click();
  await expect(row.getByRole('button', { name: 'Checking' })).toBeDisabled();
  const found =
    /gives wrong results with subgroups \(largest difference \d+%\), so they are switched off/;
  await expect(row).toContainText(found, { timeout: 100_000 });
  await studio.checkAccessibility();

  await page.reload();
  await expect(row).toContainText(found);
  await expect(row.getByRole('button', { name: 'Check again' })).toBeEnabled();
  expect(studio.foreignRequests).toEqual([]);
  await page.screenshot({ path: '.cache/gpu-check.png' });
  await page.setViewportSize({ width: 390, height: 800 });
  await page.emulateMedia({ colorScheme: 'dark' });
  await row.scrollIntoViewIfNeeded();
  await page.screenshot({ path: '.cache/gpu-check-390.png' });
});
