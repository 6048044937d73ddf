import { openStudio } from '../../scripts/demo/studio-session.ts';
import type { BrowserDevice } from '../../src/engine/device.ts';
import { BUILT_IN_IMAGE_MODEL } from '../../src/engine/models/catalog.ts';
import type { Drawing, PictureRunner } from './picture-runner.ts';

/** Triptych itself: the built app in a browser of its own. */
export async function openStudioRunner(device: BrowserDevice): Promise<PictureRunner> {
  const { page, close } = await openStudio([]);
  await page.evaluate(
    async ([model, target]) => {
      await globalThis.triptych.models.install(model, { device: target });
      await globalThis.triptych.diffusion.load(
        { model, device: target },
        new AbortController().signal,
      );
    },
    [BUILT_IN_IMAGE_MODEL, device] as const,
  );
  return {
    draw: ({ prompt, steps, guidance, noise }) =>
      page.evaluate(
        async ([model, target, text, numInferenceSteps, guidanceScale, numbers]) => {
          const drawing: Drawing = { seconds: 0, stepMs: [], bytesReadPerStep: 0, pixels: [] };
          const { diffusion, pictures } = globalThis.triptych;
          const request = { model, device: target, prompt: text, numInferenceSteps, guidanceScale };
          const events = diffusion.generate(
            { ...request, noise: Float32Array.from(numbers), seed: 0 },
            new AbortController().signal,
          );
          for await (const event of events) {
            if (event.type === 'step-end') {
              drawing.stepMs.push(event.ms);
              drawing.bytesReadPerStep += event.bytesReadBack / numInferenceSteps;
            }
            if (event.type === 'finish') drawing.seconds = event.seconds;
            if (event.type !== 'image-end') continue;
            const { data } = await pictures.decode(new Blob([event.png], { type: 'image/png' }));
            drawing.pixels = Array.from(data).filter((_, index) => index % 4 !== 3);
          }
          return drawing;
        },
        [BUILT_IN_IMAGE_MODEL, device, prompt, steps, guidance, noise] as const,
      ),
    close,
  };
}
