import { findCorruption } from '../src/engine/speech/compare-speech.ts';
import { trimSilence } from '../src/engine/speech/trim-silence.ts';
import { readRecordedReadings, readWave } from './fixtures/speech-files.ts';
import { waitUntilKeptOffline } from './kept-offline.ts';
import { expect, needsWeights, test } from './studio-page.ts';

const REPOSITORY = 'triptych/Kokoro-82M-v1.0-ONNX';

test.setTimeout(400_000);

test('Kokoro downloads for real, mixes voices, matches the reference, and works offline', async ({
  studio,
  context,
}) => {
  needsWeights(REPOSITORY);
  const { page, foreignRequests } = studio;
  const recorded = readRecordedReadings();
  await studio.open('/#/models');
  const card = page.getByRole('listitem', { name: 'Kokoro 82M' }).filter({ hasText: REPOSITORY });
  await card.getByRole('button', { name: /^Download/ }).click();
  await expect(card.getByRole('progressbar')).toBeVisible();
  await card.getByRole('button', { name: /^Speak with/ }).click({ timeout: 180_000 });

  await page.getByRole('button', { name: 'Voice: Heart' }).click();
  const dialog = page.getByRole('dialog', { name: /voices$/ });
  await dialog.getByRole('button', { name: 'Add Michael to the mix' }).click();
  const mixer = dialog.getByRole('region', { name: 'Mix' });
  await mixer.getByRole('slider', { name: 'Share of Michael' }).fill('0.6');
  await studio.checkAccessibility();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Voice: Heart + Michael' })).toBeVisible();
  await page.getByRole('textbox', { name: 'Text to speak' }).fill('Good morning.');
  await page.getByRole('button', { name: 'Speak', exact: true }).click();
  await expect(page.getByText(/wasm · first sound/)).toBeVisible({ timeout: 180_000 });

  const speak = (text: string, voice: string) =>
    page.evaluate(
      async ([model, said, how]) => {
        const samples: number[] = [];
        const request = { model, text: said, voice: how, device: 'wasm' } as const;
        for await (const event of globalThis.triptych.speech.synthesize(
          request,
          new AbortController().signal,
        ))
          if (event.type === 'audio-chunk') samples.push(...event.samples);
        return samples;
      },
      [REPOSITORY, text, voice] as const,
    );
  for (const { text, voice, file } of recorded) {
    const { samples: reference, sampleRate } = readWave(`e2e/fixtures/${file}`);
    const spoken = Float32Array.from(await speak(text, voice));
    // Without the pause that is appended to a reading, and the silence that the model begins with.
    const [words, expected] = [spoken, reference].map(
      (samples) => trimSilence({ samples, words: [] }, sampleRate).samples,
    );
    if (!words || !expected) throw new Error('no samples');
    // On wasm the int8 graph rounds otherwise than on the reference's processor, and the phases of
    // its tones follow the last bit: compared are length, loudness and spectrum over time
    // (compare-speech.ts). On the same kernels the wave is the same (kokoro-pipeline.test.ts).
    expect(findCorruption(words, expected, sampleRate), text).toBeNull();
  }
  await page.evaluate(() => globalThis.triptych.serviceWorker.keepRuntime('wasm', false));
  await waitUntilKeptOffline(page);
  await context.setOffline(true);
  await page.reload();
  await page.waitForFunction(() => 'triptych' in globalThis);
  expect((await speak('Good morning.', 'af_heart')).length).toBeGreaterThan(12_000);
  expect(foreignRequests).toEqual([]);
});
