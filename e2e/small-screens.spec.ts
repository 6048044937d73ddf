import { devices } from '@playwright/test';
import { SCREENS } from '../src/engine/screens.ts';
import { expect, test } from './studio-page.ts';

const { userAgent: _userAgent, defaultBrowserType: _browser, ...phone } = devices['Pixel 7'];
test.use(phone);

const SIZES = [
  { width: 320, height: 568 },
  { width: 390, height: 844 },
  { width: 844, height: 390 },
  // A page of 1280 by 800 at 200 %.
  { width: 640, height: 400 },
] as const;
/** Home has no name in the address. */
const PLACES = ['', ...SCREENS.map(({ id }) => id)];

interface Finding {
  what: string;
  element: string;
}

/**
 * What is wrong with anything that can be pressed or filled in: cut off, covered, or too small for
 * a finger.
 */
function findFaults(): Finding[] {
  const LEAST = 44;
  const faults: Finding[] = [];
  const describe = (element: Element) =>
    `${element.tagName.toLowerCase()} "${(element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 40)}"`;
  const isShown = (element: Element) =>
    element.checkVisibility({ checkVisibilityCSS: true, checkOpacity: true });
  const selector =
    'a[href], button, input, textarea, select, summary, [role="radio"], [role="slider"]';
  for (const element of document.querySelectorAll(selector)) {
    if (!isShown(element) || element.closest('[aria-hidden="true"], .sr-only')) continue;
    element.scrollIntoView({ block: 'center', inline: 'center' });
    // Pressing its label is pressing the checkbox.
    const label = element.matches('[type="checkbox"]') && element.closest('label');
    const box = (label || element).getBoundingClientRect();
    const report = (what: string) => faults.push({ what, element: describe(element) });
    if (box.left < -1 || box.right > innerWidth + 1 || box.top < -1 || box.bottom > innerHeight + 1)
      if (box.height <= innerHeight) report('is cut off by the screen');
    const isInText = element.tagName === 'A' && getComputedStyle(element).display === 'inline';
    if (!isInText && (Math.round(box.width) < LEAST || Math.round(box.height) < LEAST))
      report(`is ${Math.round(box.width)} by ${Math.round(box.height)} px`);
    const x = Math.min(innerWidth - 1, Math.max(0, box.left + box.width / 2));
    const y = Math.min(innerHeight - 1, Math.max(0, box.top + box.height / 2));
    const top = document.elementFromPoint(x, y);
    if (
      top &&
      !element.contains(top) &&
      !top.contains(element) &&
      !(element as HTMLButtonElement).disabled
    )
      report(`is covered by ${describe(top)}`);
  }
  return faults;
}

for (const size of SIZES) {
  test(`every screen is usable at ${size.width} by ${size.height}`, async ({ studio }) => {
    const { page } = studio;
    await page.setViewportSize(size);
    const faults: string[] = [];
    for (const screen of PLACES) {
      await studio.open(`/#/${screen}`);
      await expect(page.getByRole('button', { name: /^Device/ })).toBeVisible();
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (wide > 0) faults.push(`${screen}: scrolls sideways by ${wide} px`);
      for (const { what, element } of await page.evaluate(findFaults))
        faults.push(`${screen}: ${element} ${what}`);
    }
    expect(faults).toEqual([]);
  });
}

test('a phone has four places, and More with the others and the search', async ({ studio }) => {
  const { page } = studio;
  await page.setViewportSize({ width: 320, height: 568 });
  await studio.open();
  const rail = page.getByRole('navigation', { name: 'Main' });
  await expect(rail.getByRole('link')).toHaveText(['Home', 'Chat', 'Images', 'Speech']);
  await rail.getByRole('button', { name: 'More' }).tap();
  await page.getByRole('dialog', { name: 'More' }).getByRole('link', { name: 'Settings' }).tap();
  await expect(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible();
  await rail.getByRole('button', { name: 'More' }).tap();
  await page.getByRole('button', { name: 'Search' }).tap();
  await expect(page.getByRole('dialog', { name: 'Command palette' })).toBeVisible();
});

for (const size of [SIZES[0], SIZES[2]])
  test(`model names fit at ${size.width} by ${size.height}`, async ({ studio }) => {
    const { page } = studio;
    await page.setViewportSize(size);
    for (const [screen, setting, model] of [
      ['chat', 'chatModel', 'HuggingFaceTB/SmolLM2-135M-Instruct'],
      ['speech', 'speechModel', 'onnx-community/Kokoro-82M-v1.0-ONNX'],
    ] as const) {
      await studio.open(`/#/${screen}`);
      await page.evaluate(
        ([name, id]) => globalThis.triptych.settings.getState().change({ [name]: id }),
        [setting, model] as const,
      );
      const name = page.getByRole('button', { name: /^Model:/ }).locator('span');
      const hidden = () =>
        name.evaluate((span) =>
          Math.max(span.scrollWidth - span.clientWidth, span.scrollHeight - span.clientHeight),
        );
      await expect.poll(hidden, { message: screen }).toBeLessThanOrEqual(0);
    }
  });
