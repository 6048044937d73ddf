import { openStudio } from '../../scripts/demo/studio-session.ts';
import type { Answer, ChatRunner } from './chat-runner.ts';

/** Triptych itself: the built app in a browser of its own, the model brought by its download code. */
export async function openStudioRunner(modelFolders: readonly string[], model: string): Promise<ChatRunner> {
  const { page, close } = await openStudio(modelFolders);
  await page.evaluate(async (id) => {
    await globalThis.triptych.models.refresh().catch(() => undefined);
    await globalThis.triptych.models.install(id, { device: 'wasm', dtype: 'q4' });
  }, model);
  return {
    name: 'Triptych',
    load: () =>
      page.evaluate(async (id) => {
        const { chat } = globalThis.triptych;
        chat.unload();
        const begin = performance.now();
        await chat.load({ model: id, device: 'wasm', dtype: 'q4' }, new AbortController().signal);
        return performance.now() - begin;
      }, model),
    ask: (messages, maxTokens) =>
      page.evaluate(
        async ([id, asked, limit]) => {
          const request = { model: id, device: 'wasm', dtype: 'q4', messages: asked, maxTokens: limit, temperature: 0 };
          const answer: Answer = { tokens: [], firstTokenMs: 0, tokensPerSecond: 0 };
          const events = globalThis.triptych.chat.generate(
            request as Parameters<typeof globalThis.triptych.chat.generate>[0],
            new AbortController().signal,
          );
          for await (const event of events) {
            if (event.type === 'text-delta') answer.tokens.push(...event.tokens);
            if (event.type !== 'finish') continue;
            answer.firstTokenMs = event.firstTokenMs ?? Number.NaN;
            answer.tokensPerSecond = event.tokensPerSecond ?? Number.NaN;
          }
          return answer;
        },
        [model, messages, maxTokens] as const,
      ),
    close,
  };
}
