import { openStudio } from '../../scripts/demo/studio-session.ts';
import type { SpeechRunner } from './speech-runner.ts';

/**
 * Triptych itself: the built app in a browser of its own, the model brought by its download code.
 */
export async function openStudioRunner(
  modelFolders: readonly string[],
  model: string,
  voices: readonly string[],
): Promise<SpeechRunner> {
  const { page, close } = await openStudio(modelFolders);
  await page.evaluate(
    async ([id, wanted]) => {
      await globalThis.triptych.models.refresh().catch(() => undefined);
      await globalThis.triptych.models.install(id, { device: 'wasm', dtype: 'q8', voices: wanted });
    },
    [model, voices] as const,
  );
  return {
    name: 'Triptych',
    close,
    load: () =>
      page.evaluate(async (id) => {
        const { speech } = globalThis.triptych;
        speech.unload();
        const begin = performance.now();
        await speech.load({ model: id, device: 'wasm', dtype: 'q8' }, new AbortController().signal);
        return performance.now() - begin;
      }, model),
    speak: (text, voice) =>
      page.evaluate(
        async ([id, said, who]) => {
          const request = {
            model: id,
            device: 'wasm',
            dtype: 'q8',
            text: said,
            voice: who,
          } as const;
          const begin = performance.now();
          let firstAudioMs = 0;
          let durationSeconds = 0;
          for await (const event of globalThis.triptych.speech.synthesize(
            request,
            new AbortController().signal,
          )) {
            if (event.type !== 'audio-chunk') continue;
            firstAudioMs ||= performance.now() - begin;
            durationSeconds += event.samples.length / event.sampleRate;
          }
          return { firstAudioMs, durationSeconds, computeMs: performance.now() - begin };
        },
        [model, text, voice] as const,
      ),
  };
}
