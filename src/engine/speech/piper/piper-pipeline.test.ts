import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FETCHED_VOICES } from '../../../../e2e/fixtures/fetched-voices.ts';
import { createFolderHost } from '../../../../e2e/fixtures/folder-host.ts';
import { correlate, readWave } from '../../../../e2e/fixtures/speech-files.ts';
import { writeTinyPiper } from '../../../../e2e/fixtures/tiny-piper.ts';
import { TEST_MODEL_FOLDERS } from '../../../../e2e/fixtures/write-fixtures.ts';
import { BUILT_IN_MODELS } from '../../models/built-in-parts.ts';
import piper, { describePiperVoice } from '../../models/catalog/piper.ts';
import { manifestSchema, type ModelManifest, type SpeechManifest } from '../../models/manifest.ts';
import { loadPhonemizer } from '../espeak/phonemizer.ts';
import { checkRequest } from '../check-request.ts';
import { createSpeechEngine } from '../pipeline-speech-engine.ts';
import type { SpeechEvent, SpeechRequest } from '../speech-engine.ts';
import { speechPipelines } from '../speech-pipelines.ts';
import { chunkSentences } from '../text/chunk-text.ts';
import { loadNormalizer } from '../text/normalizer.ts';
import { readSentences } from '../text/read-text.ts';
import { loadPiperPipeline } from './piper-pipeline.ts';
import { joinPhonemes, toPhonemeIds, writePhonemes } from './piper-phonemes.ts';
import { readPiperConfig } from './piper-config.ts';

interface RecordedCase {
  voice: string;
  text: string;
  speaker?: number;
  lengthScale?: number;
  sentences: string[];
  ids: number[][];
  file: string;
}

const { cases } = JSON.parse(readFileSync('e2e/fixtures/piper-reference.json', 'utf8')) as {
  cases: RecordedCase[];
};
const SPEAKERS: Readonly<Record<string, number>> = { 'de_DE-tiny-low': 3 };

/** Piper's entry with the voices of a test. */
function describeVoices(keys: readonly string[]): SpeechManifest {
  const voices = keys.map((key) => describePiperVoice(key, SPEAKERS[key]));
  const languages = [...new Set(voices.map(({ language }) => language))];
  return manifestSchema.parse({ ...piper, voices, languages }) as SpeechManifest;
}

const starter = (id: string) => ({
  manifest: BUILT_IN_MODELS.find((manifest) => manifest.id === id) as ModelManifest,
  folder: `public/starter/${id}`,
});
const ESPEAK = [starter('triptych/espeak-ng'), starter('triptych/espeak-ng-languages')];

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'piper-'));
  await writeTinyPiper(folder, 'en_US-tiny-medium');
  await writeTinyPiper(folder, 'de_DE-tiny-low', {
    sampleRate: 16_000,
    speakers: 3,
    espeakVoice: 'de',
  });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const manifest = describeVoices(['en_US-tiny-medium', 'de_DE-tiny-low']);
type Files = Parameters<typeof createFolderHost>[1];
const open = (files: Files = {}, own = manifest, espeak = ESPEAK) =>
  createFolderHost([{ manifest: own, folder }, ...espeak], files);

async function speak(more: Partial<SpeechRequest>, host = open(), own = manifest) {
  const events: SpeechEvent[] = [];
  const request = { model: own.id, text: 'Hello.', noiseScale: 0, ...more };
  const engine = createSpeechEngine(host, speechPipelines);
  for await (const event of engine.synthesize(request, new AbortController().signal))
    events.push(event);
  return events.flatMap((event) => (event.type === 'audio-chunk' ? [event] : []));
}

/** What the pipeline makes of a text, without the engine's trimming and pauses. */
async function synthesize(more: Partial<SpeechRequest>): Promise<Float32Array> {
  const options = checkRequest(manifest, { model: manifest.id, text: '', ...more });
  const pipeline = await loadPiperPipeline(open(), manifest, 'wasm', 'fp32');
  const normalizer = await loadNormalizer(options.language, pipeline.readsFigures);
  const samples: number[] = [];
  const sentences = readSentences(more.text ?? '', normalizer);
  for (const chunk of chunkSentences(sentences, pipeline.chunkLengths))
    samples.push(...(await pipeline.synthesize(chunk, options)).samples);
  await pipeline.dispose();
  return Float32Array.from(samples);
}

describe('the sound', () => {
  it.each(cases)("of “$text” is that of Piper's own package", async (recorded) => {
    const { voice, text, speaker, lengthScale, file } = recorded;
    const { samples: reference } = readWave(`e2e/fixtures/${file}`);
    const samples = await synthesize({
      voice,
      text,
      noiseScale: 0,
      noiseW: 0,
      ...(speaker === undefined ? {} : { speaker: String(speaker) }),
      ...(lengthScale === undefined ? {} : { lengthScale }),
    });
    expect(samples).toHaveLength(reference.length);
    expect(correlate(samples, reference)).toBeGreaterThan(0.999);
  });

  it('has the rate of the voice', async () => {
    const [english] = await speak({ voice: 'en_US-tiny-medium' });
    const [german] = await speak({ voice: 'de_DE-tiny-low', text: 'Hallo.' });
    expect([english?.sampleRate, german?.sampleRate]).toEqual([22_050, 16_000]);
  });

  it('is shorter at a higher speed, and the same twice without noise', async () => {
    const [slow, fast, again] = [
      await speak({}),
      await speak({ speed: 2 }),
      await speak({ speed: 2 }),
    ];
    expect(fast[0]?.samples.length).toBeLessThan((slow[0]?.samples.length ?? 0) * 0.7);
    expect(again[0]?.samples).toEqual(fast[0]?.samples);
  });

  it('varies with the noise', async () => {
    const [still, lively] = [await speak({}), await speak({ noiseScale: 0.7 })];
    const [a, b] = [still[0]?.samples, lively[0]?.samples];
    expect(correlate(a ?? new Float32Array(), b ?? new Float32Array())).toBeLessThan(0.9);
  });

  it('marks each word once, in order', async () => {
    const words = (await speak({ text: 'One two, three.' })).flatMap((chunk) => chunk.words);
    expect(words.map(({ start, end }) => 'One two, three.'.slice(start, end))).toEqual([
      'One',
      'two,',
      'three.',
    ]);
  });
});

describe('phoneme ids', () => {
  it.each(cases)('of “$text” are those of the reference', async ({ voice, sentences, ids }) => {
    const own = manifest.voices.find(({ id }) => id === voice);
    if (!own) throw new Error(voice);
    const config = await readPiperConfig(open(), manifest, own);
    expect(sentences.map((sentence) => toPhonemeIds(sentence, config))).toEqual(ids);
  });

  it('have one space between words, also where two are written as one', async () => {
    const phonemizer = await loadPhonemizer(open(), 'triptych/espeak-ng');
    const text = 'The light of the morning came.';
    const [sentence] = readSentences(text, await loadNormalizer('en-us', false));
    const written = writePhonemes(sentence?.tokens ?? [], (words) =>
      phonemizer.phonemize(words, 'en-us'),
    );
    expect(joinPhonemes(written)).toBe('ðə lˈaɪt ʌvðə mˈɔːɹnɪŋ kˈeɪm.');
  });

  it('keep a cluster of vowels together, and leave out what the voice does not know', () => {
    const config = {
      phoneme_id_map: { '^': [1], _: [0], $: [2], a: [3], aɪ: [4] },
      vowel_clusters: [['a', 'ɪ']],
    };
    expect(toPhonemeIds('aɪ☃a', config as never)).toEqual([1, 0, 4, 0, 3, 0, 2]);
  });
});

describe('a speaker', () => {
  const german = { voice: 'de_DE-tiny-low', text: 'Hallo.' };

  it('is taken by name or number', async () => {
    const [first, named, numbered] = [
      await speak(german),
      await speak({ ...german, speaker: 'p2' }),
      await speak({ ...german, speaker: '2' }),
    ];
    expect(named[0]?.samples).toEqual(numbered[0]?.samples);
    expect(named[0]?.samples).not.toEqual(first[0]?.samples);
  });

  it.each([
    ['3', 'de_DE-tiny-low', 'It has 3: give a number from 0 to 2, or a name such as p0, p1, p2.'],
    ['Anna', 'en_US-tiny-medium', 'has one speaker'],
  ])('“%s” of %s that does not exist is refused', async (speaker, voice, sentence) => {
    await expect(speak({ voice, speaker })).rejects.toMatchObject({
      code: 'voice_not_found',
      message: expect.stringContaining(sentence),
    });
  });
});

describe('bad input', () => {
  const PATH = 'en/en_US/tiny/medium/en_US-tiny-medium.onnx.json';
  async function change(fields: Record<string, unknown>): Promise<Files> {
    const config = JSON.parse(await readFile(join(folder, PATH), 'utf8')) as object;
    const bytes = new TextEncoder().encode(JSON.stringify({ ...config, ...fields }));
    return { [PATH]: Uint8Array.from(bytes) };
  }

  it.each([
    [{ phoneme_id_map: undefined }, 'weights_damaged', 'no phoneme map'],
    [{ phoneme_id_map: { a: [1] } }, 'weights_damaged', 'lacks "^"'],
    [{ phoneme_type: 'klingon' }, 'not_supported', 'unknown type "klingon"'],
    [{ phoneme_type: 'pinyin' }, 'not_supported', 'Chinese in pinyin'],
    [{ espeak: { voice: 'tlh' } }, 'language_not_supported', 'no phonemes for "tlh"'],
    [{ espeak: undefined }, 'weights_damaged', 'name no language'],
  ])('%j gives %s', async (fields, code, sentence) => {
    await expect(speak({}, open(await change(fields)))).rejects.toMatchObject({
      code,
      message: expect.stringContaining(sentence),
    });
  });

  it('a voice that reads letters needs no phonemes', async () => {
    const files = await change({ phoneme_type: 'text', espeak: undefined });
    expect(await speak({}, open(files, manifest, []))).toHaveLength(1);
  });

  it('a language whose phoneme data is not here is named', async () => {
    const host = open({}, manifest, ESPEAK.slice(0, 1));
    await expect(speak({ voice: 'de_DE-tiny-low' }, host)).rejects.toMatchObject({
      code: 'language_not_supported',
      message: expect.stringContaining('German'),
    });
  });

  it('a voice is not made to speak another language', async () => {
    await expect(speak({ language: 'de' })).rejects.toMatchObject({
      code: 'language_not_supported',
    });
  });

  it.each([{ lengthScale: 0 }, { noiseScale: -1 }, { noiseW: 9 }])('refuses %j', async (more) => {
    await expect(speak(more)).rejects.toMatchObject({ code: 'invalid_request' });
  });
});

describe('phoneme data', () => {
  const SENTENCES: readonly [string, string][] = [
    ['ru_RU-tiny-medium', 'Привет, как дела?'],
    ['zh_CN-tiny-medium', '你好'],
    ['ar_JO-tiny-medium', 'مرحبا'],
    ['es_MX-tiny-medium', 'Gracias'],
    ['no_NO-tiny-medium', 'God morgen'],
    ['pt_PT-tiny-medium', 'Obrigado'],
    ['el_GR-tiny-medium', 'Καλημέρα'],
  ];

  it.each(SENTENCES)('of %s gives sound for its own script', async (key, text) => {
    const own = describeVoices([key]);
    await writeTinyPiper(folder, key, { espeakVoice: own.voices[0]?.phonemes ?? '' });
    const [chunk] = await speak({ text }, open({}, own), own);
    expect(chunk?.samples.length).toBeGreaterThan(3000);
    expect(chunk?.words).not.toHaveLength(0);
  });

  it('is there for every voice of the catalogue', () => {
    const known = ESPEAK.flatMap(({ manifest: espeak }) =>
      espeak.task === 'phonemes' ? espeak.languages : [],
    );
    expect(piper.voices.filter(({ phonemes }) => !known.includes(phonemes))).toEqual([]);
  });
});

const KEY = 'en_US-joe-medium';
const real = [...TEST_MODEL_FOLDERS, ...FETCHED_VOICES]
  .map((models) => join(models, piper.repository))
  .find((path) => existsSync(join(path, `en/en_US/joe/medium/${KEY}.onnx`)));

describe.skipIf(!real)('a real voice', { timeout: 120_000 }, () => {
  it('speaks a sentence in about the time that people take', async () => {
    const own = describeVoices([KEY]);
    const host = createFolderHost([{ manifest: own, folder: real ?? '' }, ...ESPEAK]);
    const text = 'The ship sails at half past ten.';
    const [chunk] = await speak({ text, noiseScale: 0, noiseW: 0 }, host, own);
    const seconds = (chunk?.samples.length ?? 0) / 22_050;
    expect(seconds).toBeGreaterThan(1.2);
    expect(seconds).toBeLessThan(4);
  });
});
