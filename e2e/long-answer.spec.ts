import type { Page } from '@playwright/test';
import { expect, test } from './studio-page.ts';

/** A model that writes as fast as one likes: `write` adds to the answer, `end` ends it. */
async function replaceEngine(page: Page): Promise<void> {
  await page.evaluate(() => {
    let release = () => {};
    const waiting: string[] = [];
    let isOver = false;
    Object.assign(globalThis, {
      write: (text: string) => {
        waiting.push(text);
        release();
      },
      end: () => {
        isOver = true;
        release();
      },
    });
    Object.assign(globalThis.triptych.chat, {
      async *generate() {
        while (!isOver) {
          for (const text of waiting.splice(0)) yield { type: 'text-delta', text, tokens: [1] };
          await new Promise<void>((resolve) => {
            release = resolve;
          });
        }
        const usage = {
          promptTokens: 1,
          cachedTokens: 0,
          completionTokens: 1,
          contextLength: 1024,
        };
        yield { type: 'finish', reason: 'stop', usage, firstTokenMs: 1, tokensPerSecond: 1 };
      },
    });
  });
}
const write = (page: Page, text: string) =>
  page.evaluate(
    (words) => (Reflect.get(globalThis, 'write') as (text: string) => void)(words),
    text,
  );

const PARAGRAPHS = 'The tide is the rise and fall of the sea.\n\n'.repeat(12);
const CODE = `\`\`\`python\n${'print("high water")\n'.repeat(20)}\`\`\`\n\n`;

test('the view follows a long answer, including code, until the reader scrolls up', async ({
  studio,
}) => {
  const { page } = studio;
  await page.setViewportSize({ width: 1000, height: 500 });
  await studio.open();
  await replaceEngine(page);
  await studio.ask('Tell me of the tides');
  const latest = page.getByRole('button', { name: 'Latest' });
  const log = page.getByRole('log');
  for (const part of [`${PARAGRAPHS}${CODE}First end`, `${PARAGRAPHS}${CODE}Second end`]) {
    await write(page, part);
    await expect(page.getByText(part.slice(-10).trim())).toBeInViewport();
    await expect(latest).toHaveCount(0);
  }
  await log.hover();
  await page.mouse.wheel(0, -400);
  await expect(latest).toBeVisible();
  await write(page, `\n\n${PARAGRAPHS}Third end`);
  await expect(page.getByText('Third end')).not.toBeInViewport();
  await latest.click();
  await expect(page.getByText('Third end')).toBeInViewport();
  await write(page, `\n\n${CODE}Fourth end`);
  await expect(page.getByText('Fourth end')).toBeInViewport();
  await page.evaluate(() => (Reflect.get(globalThis, 'end') as () => void)());
  await studio.answer();
  await expect(latest).toHaveCount(0);
});
