import { readFileSync } from 'node:fs';
import type { ChatMessage } from '../src/engine/chat/chat-engine.ts';
import { expect, needsWeights, test } from './studio-page.ts';

const REPOSITORY = 'triptych/SmolLM2-135M-Instruct-ONNX';
const recorded = JSON.parse(readFileSync('e2e/fixtures/smollm2-greedy.json', 'utf8')) as {
  maxTokens: number;
  cases: { messages: ChatMessage[]; tokens: number[]; promptTokens: number }[];
};

test.setTimeout(400_000);

test('SmolLM2 downloads for real and writes what the reference implementation writes', async ({
  studio,
}) => {
  needsWeights(REPOSITORY);
  const { page, foreignRequests } = studio;
  await studio.open('/#/models');
  const card = page.getByRole('listitem', { name: 'SmolLM2 135M Instruct', exact: true });
  await card.getByRole('button', { name: /^Download/ }).click();
  await expect(card.getByRole('progressbar')).toBeVisible();
  await expect(card).toContainText(/of 109 MB/);
  await card.getByRole('button', { name: /^Chat with/ }).click({ timeout: 120_000 });

  // How long a model this small talks is chance.
  await page.evaluate(() =>
    globalThis.triptych.chatStore.getState().changeSettings({ maxTokens: 24 }),
  );
  await studio.ask('What is the capital of France?');
  await expect(await studio.answer()).toContainText('wasm q4', { timeout: 200_000 });

  for (const { messages, tokens, promptTokens } of recorded.cases) {
    const written = await page.evaluate(
      async ([model, request, maxTokens]) => {
        const result = { tokens: [] as number[], promptTokens: 0 };
        const greedy = {
          model,
          messages: request,
          maxTokens,
          temperature: 0,
          device: 'wasm',
        } as const;
        for await (const event of globalThis.triptych.chat.generate(
          greedy,
          new AbortController().signal,
        )) {
          if (event.type === 'text-delta') result.tokens.push(...event.tokens);
          if (event.type === 'finish') result.promptTokens = event.usage.promptTokens;
        }
        return result;
      },
      [REPOSITORY, messages, recorded.maxTokens] as const,
    );
    expect(written).toEqual({ tokens, promptTokens });
  }
  expect(foreignRequests).toEqual([]);
});
