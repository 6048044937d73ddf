import { openStudio } from '../../scripts/demo/studio-session.ts';
import type { Answer, ChatRunner, ModelSetup } from './chat-runner.ts';

/**
 * Triptych itself: the built app in a browser of its own, the model brought by its download code.
 */
export async function openStudioRunner(
  modelFolders: readonly string[],
  setup: ModelSetup,
): Promise<ChatRunner> {
  const { page, close } = await openStudio(modelFolders);
  await page.evaluate(async ({ model, device, dtype }) => {
    await globalThis.triptych.models.refresh().catch(() => undefined);
    await globalThis.triptych.models.install(model, { device, dtype });
  }, setup);
  return {
    name: 'Triptych',
    load: () =>
      page.evaluate(async (choice) => {
        const { chat } = globalThis.triptych;
        chat.unload();
        const begin = performance.now();
        await chat.load(choice, new AbortController().signal);
        return performance.now() - begin;
      }, setup),
    ask: (messages, maxTokens) =>
      page.evaluate(
        async ([choice, asked, limit]) => {
          const answer: Answer = {
            text: '',
            firstTokenMs: Number.NaN,
            tokensPerSecond: Number.NaN,
          };
          const events = globalThis.triptych.chat.generate(
            { ...choice, messages: asked, maxTokens: limit, temperature: 0 },
            new AbortController().signal,
          );
          for await (const event of events) {
            if (event.type === 'text-delta') answer.text += event.text;
            if (event.type !== 'finish') continue;
            answer.firstTokenMs = event.firstTokenMs ?? Number.NaN;
            answer.tokensPerSecond = event.tokensPerSecond ?? Number.NaN;
          }
          return answer;
        },
        [setup, messages, maxTokens] as const,
      ),
    close,
  };
}
