import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFolderHost } from '../../../../e2e/fixtures/folder-host.ts';
import { multipliesExactly } from '../../../../e2e/fixtures/processor.ts';
import {
  correlate,
  readRecordedReadings,
  readWave,
} from '../../../../e2e/fixtures/speech-files.ts';
import { TEST_MODEL_FOLDERS } from '../../../../e2e/fixtures/write-fixtures.ts';
import { CATALOG } from '../../models/catalog.ts';
import type { ModelManifest } from '../../models/manifest.ts';
import { loadPhonemizer } from '../espeak/phonemizer.ts';
import { createSpeechEngine } from '../pipeline-speech-engine.ts';
import type { SpeechChunk, SpeechEvent, SpeechRequest } from '../speech-engine.ts';
import { speechPipelines } from '../speech-pipelines.ts';
import { chunkSentences } from '../text/chunk-text.ts';
import { loadNormalizer } from '../text/normalizer.ts';
import { readSentences } from '../text/read-text.ts';
import { trimSilence } from '../trim-silence.ts';
import { phonemizeTokens } from './phonemes.ts';

const MODEL = 'onnx-community/Kokoro-82M-v1.0-ONNX';
const ESPEAK = 'triptych/espeak-ng';
const find = (id: string) => CATALOG.find((manifest) => manifest.id === id) as ModelManifest;
const espeak = { manifest: find(ESPEAK), folder: `public/starter/${ESPEAK}` };
const folder = TEST_MODEL_FOLDERS.map((models) =>
  join(models, 'triptych/Kokoro-82M-v1.0-ONNX'),
).find(existsSync);

describe('phonemes', () => {
  const phonemize = async (text: string, language = 'en-us') => {
    const phonemizer = await loadPhonemizer(createFolderHost([espeak]), ESPEAK);
    const chunks = chunkSentences(readSentences(text, await loadNormalizer(language, true)), {
      first: 50,
      most: 240,
    });
    return [...chunks].map(({ tokens }) => phonemizeTokens(tokens, language, phonemizer));
  };
  const write = (chunks: Awaited<ReturnType<typeof phonemize>>) =>
    chunks
      .flat()
      .map(({ phonemes }) => phonemes)
      .join('')
      .trim();

  it.each(readRecordedReadings())(
    'of "$text" match the recorded sound',
    async ({ text, phonemes }) => {
      expect(write(await phonemize(text))).toBe(phonemes);
    },
  );

  it('exist for every word of a long text', async () => {
    const text = 'The quick brown fox, aged 23, jumped over the lazy dog at 10:30. '.repeat(200);
    const silent = (await phonemize(text)).flat().filter(({ phonemes }) => phonemes.trim() === '');
    expect(silent).toEqual([]);
  });

  it('belong to the requested language', async () => {
    expect(write(await phonemize('Bonjour à tous.', 'fr'))).toMatch(/ʒ/);
    expect(write(await phonemize('Hello.', 'en-gb'))).toMatch(/Q/);
  });

  it('carry no marks of the language a word is borrowed from', async () => {
    const phonemes = write(await phonemize('Le weekend, le jogging.', 'fr'));
    expect(phonemes).not.toMatch(/[()]/);
    expect([...phonemes].length).toBeLessThan(40);
    expect(write(await phonemize('मैं Google', 'hi'))).not.toMatch(/[()]/);
  });

  it('work again after an unknown language', async () => {
    const phonemizer = await loadPhonemizer(createFolderHost([espeak]), ESPEAK);
    const before = phonemizer.phonemize('hello', 'en-us');
    expect(() => phonemizer.phonemize('hello', 'tlh')).toThrow(/no phonemes/);
    expect(phonemizer.phonemize('hello', 'en-us')).toBe(before);
  });
});

describe.skipIf(!folder)('with the real weights', { timeout: 60_000 }, () => {
  type Files = Parameters<typeof createFolderHost>[1];
  const manifest = find(MODEL);
  const createEngine = (files: Files = {}, models = [{ manifest, folder: folder ?? '' }, espeak]) =>
    createSpeechEngine(createFolderHost(models, files), speechPipelines);
  const shared = createEngine();

  async function speak(text: string, more: Partial<SpeechRequest> = {}, engine = shared) {
    const events: SpeechEvent[] = [];
    for await (const event of engine.synthesize(
      { model: MODEL, text, ...more },
      new AbortController().signal,
    ))
      events.push(event);
    return events.filter(
      (event): event is { type: 'audio-chunk' } & SpeechChunk => event.type === 'audio-chunk',
    );
  }

  it.skipIf(!multipliesExactly()).each(readRecordedReadings())(
    '"$text" matches the reference runtime\'s wave',
    async ({ text, voice, file }) => {
      const { samples: reference, sampleRate } = readWave(`e2e/fixtures/${file}`);
      const [chunk] = await speak(text, { voice });
      if (!chunk) throw new Error('no chunk');
      expect(chunk.sampleRate).toBe(sampleRate);
      // Without the pause that is appended to a reading.
      const { samples } = trimSilence({ samples: chunk.samples, words: [] }, sampleRate);
      expect(correlate(samples, reference)).toBeGreaterThan(0.9999);
    },
  );

  it.each([
    [{ voice: 'nobody' }, 'voice_not_found'],
    [{ voice: 'af_heart*0+am_michael*0' }, 'invalid_request'],
    [{ language: 'tlh' }, 'language_not_supported'],
    [{ text: '' }, 'nothing_to_say'],
    [{ text: '😀🎉' }, 'nothing_to_say'],
  ] as const)('refuses %j with %s', async (more, code) => {
    await expect(speak('Hello.', more)).rejects.toMatchObject({ code });
  });

  it('reports a damaged voice file: missing, truncated or foreign', async () => {
    const path = 'voices/af_heart.bin';
    const whole = new Uint8Array(await readFile(join(folder ?? '', path)));
    const wrong = new Uint8Array(whole.length).fill(255);
    for (const bytes of [null, whole.slice(0, 1000), wrong])
      await expect(speak('Hello.', {}, createEngine({ [path]: bytes }))).rejects.toMatchObject({
        code: 'weights_damaged',
      });
  });

  it('says that eSpeak NG is missing', async () => {
    const engine = createEngine({}, [{ manifest, folder: folder ?? '' }]);
    await expect(speak('Hello.', {}, engine)).rejects.toMatchObject({
      code: 'not_supported',
      message: expect.stringContaining('eSpeak NG'),
    });
  });

  it('has a catalogue entry with voices that can be mixed', () => {
    expect(manifest.task === 'speech' && manifest.canMixVoices && manifest.voices.length).toBe(54);
  });
});
