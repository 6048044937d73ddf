import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFolderHost } from '../../../../e2e/fixtures/folder-host.ts';
import { correlate, readWave } from '../../../../e2e/fixtures/speech-files.ts';
import { writeTinyOfficialSupertonic } from '../../../../e2e/fixtures/tiny-supertonic-official.ts';
import { CATALOG } from '../../models/catalog.ts';
import type { SpeechManifest } from '../../models/manifest.ts';
import { checkRequest } from '../check-request.ts';
import { createSpeechEngine } from '../pipeline-speech-engine.ts';
import type { SpeechEvent, SpeechRequest } from '../speech-engine.ts';
import { speechPipelines } from '../speech-pipelines.ts';
import type { TextChunk } from '../text/chunk-text.ts';
import type { SpokenToken } from '../text/spoken-token.ts';
import { loadOfficialModel } from './official-model.ts';
import { loadOfficialPipeline } from './official-pipeline.ts';
import { prepareText } from './prepare-text.ts';

interface RecordedCase {
  voice: string;
  language: string;
  text: string;
  steps: number;
  speed: number;
  ids: number[];
  file: string;
}
const { texts, cases } = JSON.parse(
  readFileSync('e2e/fixtures/supertonic-reference.json', 'utf8'),
) as { texts: Record<string, string>; cases: RecordedCase[] };

const manifest = CATALOG.find(({ id }) => id === 'Supertone/supertonic-3') as SpeechManifest;
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'supertonic-'));
  await writeTinyOfficialSupertonic(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

type Files = Parameters<typeof createFolderHost>[1];
const open = (files: Files = {}) => createFolderHost([{ manifest, folder }], files);

/** A chunk of words as they are. */
function chunkOf(text: string): TextChunk {
  const token: SpokenToken = { start: 0, end: text.length, spoken: text, before: '', after: '' };
  return { tokens: [token], spoken: text, start: 0, end: text.length, pauseSeconds: 0 };
}

async function speak(more: Partial<SpeechRequest>, files: Files = {}) {
  const events: SpeechEvent[] = [];
  const engine = createSpeechEngine(open(files), speechPipelines);
  const request = { model: manifest.id, text: 'Hello.', ...more };
  for await (const event of engine.synthesize(request, new AbortController().signal))
    events.push(event);
  return events.flatMap((event) => (event.type === 'audio-chunk' ? [event] : []));
}

describe('the text', () => {
  it.each(Object.entries(texts))(
    "“%s” is written as Supertonic's own package does",
    (text, own) => {
      expect(prepareText(text)).toBe(own);
    },
  );

  it('is read character by character, those unknown to the model left out', async () => {
    const model = await loadOfficialModel(open(), manifest, 'wasm');
    for (const { text, language, ids } of cases)
      expect(model.encode(`<${language}>${prepareText(text)}</${language}>`)).toEqual(ids);
    expect(model.encode('a{b}😀c')).toEqual(model.encode('abc'));
    await model.dispose();
  });
});

describe('the sound', () => {
  it.each(cases)("of “$text” is that of Supertonic's own package", async (recorded) => {
    const { voice, language, text, steps, speed, file } = recorded;
    const request = { model: manifest.id, text, voice, language, speed, numInferenceSteps: steps };
    const noNoise = (count: number) => new Float32Array(count);
    const pipeline = await loadOfficialPipeline(open(), manifest, 'wasm', noNoise);
    const { samples } = await pipeline.synthesize(chunkOf(text), checkRequest(manifest, request));
    await pipeline.dispose();
    const { samples: reference, sampleRate } = readWave(`e2e/fixtures/${file}`);
    expect(sampleRate).toBe(manifest.sampleRate);
    expect(samples).toHaveLength(reference.length);
    expect(correlate(samples, reference)).toBeGreaterThan(0.999);
  });

  it('covers a text of any length, in pieces, in a language of its own', async () => {
    const text = 'Le renard brun saute par-dessus le chien paresseux. '.repeat(20);
    const chunks = await speak({ text, language: 'fr' });
    expect(chunks.length).toBeGreaterThan(3);
    expect(chunks.map(({ spoken }) => spoken.split(' ').length)).toEqual(
      chunks.map(({ words }) => words.length),
    );
  });

  it('differs by voice, and a mix lies between', async () => {
    const lengths = await Promise.all(
      ['F1', 'F1*0.5+M1*0.5', 'M1'].map(async (voice) => {
        const [chunk] = await speak({ voice });
        return chunk?.samples.length ?? 0;
      }),
    );
    expect(lengths).toEqual([...lengths].sort((a, b) => a - b));
    expect(new Set(lengths).size).toBe(3);
  });
});

/** Less than nothing for each character. */
const PACE = [-2, -2, -2, -2];

describe('what is broken', () => {
  const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

  it.each([
    [
      'a voice of other numbers',
      'voice_styles/F1.json',
      json({ style_ttl: { dims: [2], data: [1] } }),
    ],
    ['a voice that is no JSON', 'voice_styles/F1.json', new Uint8Array(9)],
    ['an index of nothing', 'onnx/unicode_indexer.json', json([])],
    ['settings without a rate', 'onnx/tts.json', json({ ae: {}, ttl: {} })],
    ['a graph that is none', 'onnx/vocoder.onnx', new Uint8Array(99).fill(7)],
    ['a graph that is missing', 'onnx/vector_estimator.onnx', null],
  ] as const)('%s is a damaged file', async (_, path, bytes) => {
    await expect(speak({}, { [path]: bytes })).rejects.toMatchObject({ code: 'weights_damaged' });
  });

  it.each([
    ['of another model is a damaged file', [1, 1, 1], [[[0]]], 'weights_damaged'],
    ['without a length is an unusable result', [1, 2, 4], [[PACE, PACE]], 'invalid_output'],
  ])('a pace %s', async (_, dims, data, code) => {
    const path = 'voice_styles/F1.json';
    const voice = JSON.parse(await readFile(join(folder, path), 'utf8')) as object;
    const files = { [path]: json({ ...voice, style_dp: { dims, data } }) };
    await expect(speak({}, files)).rejects.toMatchObject({ code });
  });

  it.each([
    [{ language: 'tlh' }, 'language_not_supported'],
    [{ voice: 'F9' }, 'voice_not_found'],
  ] as const)('%j is refused with %s', async (more, code) => {
    await expect(speak(more)).rejects.toMatchObject({ code });
  });
});
