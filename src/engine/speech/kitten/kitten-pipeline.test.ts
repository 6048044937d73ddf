import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFolderHost } from '../../../../e2e/fixtures/folder-host.ts';
import { correlate, readWave } from '../../../../e2e/fixtures/speech-files.ts';
import { KITTEN_GRAPH, writeTinyKitten } from '../../../../e2e/fixtures/tiny-kitten.ts';
import { createZipFile } from '../../files/write-zip.ts';
import { BUILT_IN_MODELS } from '../../models/built-in-parts.ts';
import { CATALOG } from '../../models/catalog.ts';
import { defaultVoices, filesOfVariant, type SpeechManifest } from '../../models/manifest.ts';
import { checkRequest } from '../check-request.ts';
import { loadPhonemizer } from '../espeak/phonemizer.ts';
import { createSpeechEngine } from '../pipeline-speech-engine.ts';
import type { SpeechEvent, SpeechRequest } from '../speech-engine.ts';
import { speechPipelines } from '../speech-pipelines.ts';
import { chunkSentences } from '../text/chunk-text.ts';
import { loadNormalizer } from '../text/normalizer.ts';
import { readSentences } from '../text/read-text.ts';
import { phonemizeTokens, toKittenIds } from './kitten-alphabet.ts';
import { loadKittenPipeline } from './kitten-pipeline.ts';

interface RecordedCase {
  voice: string;
  text: string;
  speed: number;
  ids: number[];
  file: string;
}
const { cases } = JSON.parse(readFileSync('e2e/fixtures/kitten-reference.json', 'utf8')) as {
  cases: RecordedCase[];
};

const ESPEAK = 'triptych/espeak-ng';
const espeak = BUILT_IN_MODELS.filter(({ id }) => id === ESPEAK).map((manifest) => ({
  manifest,
  folder: `public/starter/${ESPEAK}`,
}));
const manifest = CATALOG.find(
  ({ id }) => id === 'KittenML/kitten-tts-nano-0.8-fp32',
) as SpeechManifest;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kitten-'));
  await writeTinyKitten(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

type Files = Parameters<typeof createFolderHost>[1];
const open = (files: Files = {}, models = espeak) =>
  createFolderHost([{ manifest, folder }, ...models], files);

/** The whole text as one chunk. */
async function chunkOf(text: string) {
  const sentences = readSentences(text, await loadNormalizer('en-us', false));
  const [chunk, ...others] = chunkSentences(sentences, { first: 400, most: 400 });
  if (!chunk || others.length > 0) throw new Error('It is not one chunk.');
  return chunk;
}

async function speak(more: Partial<SpeechRequest>, host = open()) {
  const events: SpeechEvent[] = [];
  const request = { model: manifest.id, text: 'Hello.', ...more };
  const engine = createSpeechEngine(host, speechPipelines);
  for await (const event of engine.synthesize(request, new AbortController().signal))
    events.push(event);
  return events.flatMap((event) => (event.type === 'audio-chunk' ? [event] : []));
}

describe('the ids', () => {
  it.each(cases)("of “$text” are those of KittenTTS' own package", async ({ text, ids }) => {
    const phonemizer = await loadPhonemizer(open(), ESPEAK);
    const { tokens } = await chunkOf(text);
    const written = phonemizeTokens(tokens, 'en-us', phonemizer);
    expect(toKittenIds(written.map(({ phonemes }) => phonemes).join(''))).toEqual(ids);
  });

  it('end with a comma where the text does not end, and leave out what is unknown', () => {
    expect(toKittenIds('həlˈoʊ')).toEqual(toKittenIds('həlˈoʊ ,'));
    expect(toKittenIds('a%.')).toEqual([0, ...toKittenIds('a .').slice(1, 3), 16, 4, 10, 0]);
  });
});

describe('the sound', () => {
  it.each(cases)("of “$text” is that of KittenTTS' reference", async (recorded) => {
    const { text, voice, speed, file } = recorded;
    const pipeline = await loadKittenPipeline(open(), manifest, 'wasm', 'fp32');
    const options = checkRequest(manifest, { model: manifest.id, text, voice, speed });
    const { samples } = await pipeline.synthesize(await chunkOf(text), options);
    await pipeline.dispose();
    const { samples: reference, sampleRate } = readWave(`e2e/fixtures/${file}`);
    expect(sampleRate).toBe(manifest.sampleRate);
    expect(samples).toHaveLength(reference.length);
    expect(correlate(samples, reference)).toBeGreaterThan(0.999);
    expect(peakOf(samples)).toBeCloseTo(peakOf(reference), 3);
  });

  it('covers a text of any length, every word once', async () => {
    const text = 'The quick brown fox, aged 23, jumped over the lazy dog at 10:30. '.repeat(20);
    const chunks = await speak({ text });
    expect(chunks.length).toBeGreaterThan(3);
    const words = chunks.flatMap((chunk) => chunk.words);
    expect(words.map(({ start, end }) => text.slice(start, end)).join(' ')).toContain('fox');
    expect(words).toHaveLength(text.trim().split(' ').length);
  });

  it('of a mix lies between its voices', async () => {
    const peaks: number[] = [];
    for (const voice of ['Bella', 'Bella*0.5+Jasper*0.5', 'Jasper']) {
      const [chunk] = await speak({ voice });
      peaks.push(peakOf(chunk?.samples ?? new Float32Array()));
    }
    expect(peaks).toEqual([...peaks].sort((a, b) => a - b));
    expect((peaks[2] ?? 0) - (peaks[0] ?? 0)).toBeGreaterThan(0.1);
  });
});

const peakOf = (samples: Float32Array) =>
  samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);

describe('what is broken', () => {
  it.each([
    ['voices that are no zip', 'voices.npz', new Uint8Array(99)],
    ['settings of another model', 'config.json', new TextEncoder().encode('{"model_type":"x"}')],
    ['a graph that is none', KITTEN_GRAPH, new Uint8Array(99).fill(7)],
    ['a graph that is missing', KITTEN_GRAPH, null],
  ] as const)('%s is a damaged file', async (_, path, bytes) => {
    await expect(speak({}, open({ [path]: bytes }))).rejects.toMatchObject({
      code: 'weights_damaged',
    });
  });

  it('a voice that the file lacks is a damaged file', async () => {
    const zip = createZipFile();
    await zip.add('expr-voice-2-f.npy', new Blob(['not NumPy']));
    const bytes = new Uint8Array(await zip.finish().arrayBuffer());
    await expect(speak({}, open({ 'voices.npz': bytes }))).rejects.toMatchObject({
      code: 'weights_damaged',
      message: expect.stringContaining('Bella') as string,
    });
  });

  it('without eSpeak NG it says so', async () => {
    await expect(speak({}, open({}, []))).rejects.toMatchObject({
      code: 'not_supported',
      message: expect.stringContaining('eSpeak NG') as string,
    });
  });
});

it('brings all voices with the first, in one file', () => {
  const voices = defaultVoices(manifest);
  expect(voices).toHaveLength(8);
  const files = filesOfVariant(manifest, 'fp32', voices).map(({ path }) => path);
  expect(files).toEqual(['config.json', KITTEN_GRAPH, 'voices.npz']);
});
