/**
 * A voice that speaks through transformers.js as the page has it: worker, Comlink, weights from the
 * mirror of this origin.
 */
import { beforeAll, expect, it } from 'vitest';
import type { SpeechEvent, SpeechRequest } from '../engine/speech/speech-engine.ts';
import { createDeviceProbe } from './device.ts';
import { createModelsClient } from './models/models-client.ts';
import { createSpeechClient } from './speech-client.ts';
import { createSiteStorage } from './site-storage.ts';

const TINY = 'tiny/supertonic';
/** As e2e/fixtures/tiny-supertonic.ts makes it. */
const VOICES = { F1: 0.2, M1: 0.6 };
const SECONDS_PER_TOKEN = 0.05;
const MAX_TOKENS = 120;

beforeAll(async () => {
  const sources = {
    starterUrl: new URL('/starter', location.href).href,
    hubUrls: [new URL('/hub', location.href).href],
  };
  const models = createModelsClient(sources, createDeviceProbe(), createSiteStorage());
  await models.install(TINY, { device: 'wasm', voices: Object.keys(VOICES) });
});

const client = createSpeechClient();

async function speak(text: string, more: Partial<SpeechRequest> = {}) {
  const events: SpeechEvent[] = [];
  const request: SpeechRequest = { model: TINY, device: 'wasm', text, voice: 'F1', ...more };
  for await (const event of client.synthesize(request, new AbortController().signal))
    events.push(event);
  const chunks = events.filter((event) => event.type === 'audio-chunk');
  return {
    events,
    chunks,
    seconds: chunks.reduce((sum, { samples, sampleRate }) => sum + samples.length / sampleRate, 0),
  };
}
const loudnessOf = (samples: Float32Array) =>
  samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);

const lengthOf = (text: string) => text.length + '<en></en>'.length;
/** The makers' normal speed. */
const NORMAL_SPEED = 1.05;

it("hums at the voice's loudness, at 44.1 kHz, for the length of the text", async () => {
  const text = 'Good morning to you';
  const { chunks } = await speak(text, { numInferenceSteps: 3 });
  expect(chunks).toHaveLength(1);
  const [
    { samples, sampleRate, words } = { samples: new Float32Array(), sampleRate: 0, words: [] },
  ] = chunks;
  expect(sampleRate).toBe(44_100);
  expect(loudnessOf(samples)).toBeCloseTo(VOICES.F1, 3);
  // A pause follows the words.
  const heardSeconds = samples.findLastIndex((sample) => Math.abs(sample) > 0.01) / sampleRate;
  expect(heardSeconds).toBeCloseTo((lengthOf(text) * SECONDS_PER_TOKEN) / NORMAL_SPEED, 1);
  expect(words.map(({ start, end }) => text.slice(start, end))).toEqual([
    'Good',
    'morning',
    'to',
    'you',
  ]);
});

it('mixes voices by their weights', async () => {
  const { chunks } = await speak('Good morning.', { voice: 'F1*0.5+M1*0.5' });
  expect(loudnessOf(chunks[0]?.samples ?? new Float32Array())).toBeCloseTo(
    (VOICES.F1 + VOICES.M1) / 2,
    3,
  );
});

it('speaks twice as fast at twice the speed', async () => {
  const [slow, fast] = [
    await speak('A word and another word', { speed: 1 }),
    await speak('A word and another word', { speed: 2 }),
  ];
  expect(slow.seconds / fast.seconds).toBeGreaterThan(1.6);
});

it('reads all of a sentence longer than one window', async () => {
  const text = Array.from({ length: 60 }, (_, index) => `word${index}`).join(' ');
  expect(text.length).toBeGreaterThan(3 * MAX_TOKENS);
  const { chunks, seconds } = await speak(text);
  const read = chunks.flatMap(({ words }) => words.map(({ start, end }) => text.slice(start, end)));
  expect(read).toEqual(text.split(' '));
  expect(seconds).toBeGreaterThan((lengthOf(text) * SECONDS_PER_TOKEN) / NORMAL_SPEED);
});

it.each([
  [{ voice: 'M5' }, 'voice_not_found'],
  [{ language: 'de' }, 'language_not_supported'],
])('refuses %o with %s', async (more, code) => {
  await expect(speak('Guten Tag.', more)).rejects.toMatchObject({ code });
});
