import { TINY_MLC } from './fixtures/write-fixtures.ts';
import { rememberGpuCheck } from './known-gpu.ts';
import { expect, test } from './studio-page.ts';

/**
 * As far as this path can be checked without the internet: up to the compiled kernels, which are on
 * a host of their own.
 */
test('an MLC model is downloaded, loaded from the store by web-llm, and says what is missing', async ({
  studio,
  context,
}) => {
  const { page, complaints } = studio;
  const asked: string[] = [];
  await context.route('https://raw.githubusercontent.com/**', (route) => {
    asked.push(route.request().url());
    return route.fulfill({
      status: 404,
      body: '',
      headers: { 'Access-Control-Allow-Origin': '*' },
    });
  });
  await studio.open();
  await rememberGpuCheck(page);
  await page.reload();
  await page.waitForFunction(() => 'triptych' in globalThis);
  await page.evaluate(async (model) => {
    const { models, settings } = globalThis.triptych;
    await models.install(model, { device: 'webgpu' });
    settings.getState().change({ chatModel: model, device: 'webgpu' });
  }, TINY_MLC);
  // From here on the store must do: nothing of the model is asked from the hub again.
  await context.route('**/hub/**', (route) => route.abort());
  await studio.ask('Hello');
  await expect(page.getByRole('alert')).toContainText(
    'raw.githubusercontent.com answered 404 for SmolLM2-135M',
    {
      timeout: 120_000,
    },
  );
  expect(new Set(asked)).toEqual(
    new Set([expect.stringContaining('/SmolLM2-135M-Instruct-q0f32')]),
  );
  await expect(page.getByRole('article', { name: 'You' })).toHaveText('Hello');
  expect(complaints.filter((text) => /content security policy/i.test(text))).toEqual([]);
});
