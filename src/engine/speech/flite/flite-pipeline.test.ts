import { expect, it } from 'vitest';
import { readFile } from 'node:fs/promises';
import { createFolderHost } from '../../../../e2e/fixtures/folder-host.ts';
import { BUILT_IN_SPEECH_MODEL, CATALOG } from '../../models/catalog.ts';
import { createSpeechEngine } from '../pipeline-speech-engine.ts';
import { speechPipelines } from '../speech-pipelines.ts';
import { testSpeechEngine } from '../speech-engine.contract.ts';
import type { SpeechEvent, SpeechRequest } from '../speech-engine.ts';

const folder = 'public/starter/triptych/flite';
const manifest = CATALOG.find(({ id }) => id === BUILT_IN_SPEECH_MODEL) as (typeof CATALOG)[number];
type Files = Parameters<typeof createFolderHost>[1];
const createEngine = (files: Files = {}) =>
  createSpeechEngine(createFolderHost([{ manifest, folder }], files), speechPipelines);

async function speak(text: string, more: Partial<SpeechRequest> = {}, engine = createEngine()) {
  const events: SpeechEvent[] = [];
  const request = { model: BUILT_IN_SPEECH_MODEL, text, ...more };
  for await (const event of engine.synthesize(request, new AbortController().signal))
    events.push(event);
  return { events, chunks: events.filter((event) => event.type === 'audio-chunk') };
}
const loudness = (samples: Float32Array) =>
  Math.sqrt(samples.reduce((sum, s) => sum + s * s, 0) / samples.length);

testSpeechEngine('the built-in voice', () => ({
  engine: createEngine(),
  common: { model: BUILT_IN_SPEECH_MODEL },
}));

it('begins short, so that it is heard soon, unless it is told not to', async () => {
  const text = `${'A clause of this sentence, '.repeat(8)}and its end.`;
  expect((await speak(text)).chunks.length).toBeGreaterThan(1);
  expect((await speak(text, { beginsShort: false })).chunks).toHaveLength(1);
});

it('speaks, and reports when each word is heard', async () => {
  const text = 'The **quick** brown fox, aged 23, jumped.';
  const { chunks, events } = await speak(text);
  expect(chunks).toHaveLength(1);
  const [chunk] = chunks;
  if (!chunk) throw new Error('no chunk');
  const { samples, sampleRate, words } = chunk;
  expect(sampleRate).toBe(16000);
  expect(samples.length / sampleRate).toBeGreaterThan(2);
  expect(loudness(samples)).toBeGreaterThan(0.02);
  expect(words.map(({ start, end }) => text.slice(start, end))).toEqual([
    'The',
    'quick**',
    'brown',
    'fox,',
    'aged',
    '23,',
    'jumped.',
  ]);
  const times = words.flatMap(({ startSeconds, endSeconds }) => [startSeconds, endSeconds]);
  expect(times).toEqual([...times].sort((a, b) => a - b));
  expect(times.at(-1)).toBeGreaterThan(1.8);
  expect(events.at(-1)).toMatchObject({ type: 'finish', realTimeFactor: expect.any(Number) });
});

it('names each unreadable script once, and speaks the rest', async () => {
  const { events, chunks } = await speak(
    'Hello. Привет мир.\n\nGood morning. Пока.\n\n日本語 too.',
  );
  expect(events.filter(({ type }) => type === 'text-skip')).toEqual([
    { type: 'text-skip', reason: expect.stringContaining('cannot read Cyrillic, so') },
    { type: 'text-skip', reason: expect.stringContaining('cannot read Cyrillic or Chinese, so') },
  ]);
  expect(chunks.map(({ spoken }) => spoken).join(' ')).toMatch(/^Hello\..*Good morning\..*too\.$/);
  await expect(speak('Привет мир.')).rejects.toMatchObject({
    code: 'language_not_supported',
    message: expect.stringContaining('cannot read Cyrillic'),
  });
});

it('speaks letters that are not plain ones with an accent', async () => {
  const { chunks } = await speak('ß æ ø ł');
  expect(chunks[0]?.words).toHaveLength(4);
});

it('has three distinct voices, and speaks faster on request', async () => {
  const lengths = await Promise.all(
    ['slt', 'rms', 'awb'].map(
      async (voice) =>
        (await speak('Hello there, good morning.', { voice })).chunks[0]?.samples.length,
    ),
  );
  expect(new Set(lengths).size).toBe(3);
  const [slow, fast] = await Promise.all(
    [0.8, 1.6].map(
      async (speed) =>
        (await speak('Hello there, good morning.', { speed })).chunks[0]?.samples.length ?? 0,
    ),
  );
  expect((slow ?? 0) / (fast ?? 1)).toBeCloseTo(2, 0);
});

it('adds the pauses the text asks for', async () => {
  const { chunks } = await speak('One. [pause 2s] Two.');
  const [first] = chunks;
  const tail = first?.samples.subarray(-2 * 16000) ?? new Float32Array(1);
  expect(loudness(tail)).toBe(0);
  expect(chunks).toHaveLength(2);
});

it.each([
  ['', 'nothing_to_say'],
  ['  \n ', 'nothing_to_say'],
  ['😀🎉', 'nothing_to_say'],
  ['***', 'nothing_to_say'],
])('answers %j with %s', async (text, code) => {
  await expect(speak(text)).rejects.toMatchObject({ code });
});

it.each([
  [{ voice: 'nobody' }, 'voice_not_found'],
  [{ voice: 'slt*0.5+rms*0.5' }, 'not_supported'],
  [{ voice: 'a b c' }, 'invalid_request'],
  [{ language: 'tlh' }, 'language_not_supported'],
  [{ speed: 9 }, 'invalid_request'],
  [{ numInferenceSteps: 0 }, 'invalid_request'],
  [{ model: 'nobody/nothing' }, 'model_not_installed'],
] as const)('refuses %j with %s', async (more, code) => {
  await expect(speak('Hello.', more)).rejects.toMatchObject({ code });
});

it('refuses texts that are too long, and starts at once on a megabyte', async () => {
  await expect(speak('word '.repeat(1_000_001))).rejects.toMatchObject({ code: 'invalid_request' });
  const megabyte = 'The quick brown fox jumped over the lazy dog. '.repeat(23_000);
  const engine = createEngine();
  const stop = new AbortController();
  const request = { model: BUILT_IN_SPEECH_MODEL, text: megabyte };
  for await (const event of engine.synthesize(request, stop.signal))
    if (event.type === 'audio-chunk') break;
  // The engine is free for the next one.
  expect((await speak('Next.', {}, engine)).chunks).toHaveLength(1);
});

it('reports a damaged voice file: missing, truncated or foreign', async () => {
  const path = 'voices/slt.flitevox';
  const whole = new Uint8Array(await readFile(`${folder}/${path}`));
  for (const bytes of [
    null,
    whole.slice(0, 100_000),
    new Uint8Array(whole.length),
    new Uint8Array(),
  ])
    await expect(speak('Hello.', {}, createEngine({ [path]: bytes }))).rejects.toMatchObject({
      code: 'weights_damaged',
    });
});

it('stops between chunks on request, and serves the next one', async () => {
  const engine = createEngine();
  const stop = new AbortController();
  const run = (async () => {
    const request = {
      model: BUILT_IN_SPEECH_MODEL,
      text: 'One sentence after the other. '.repeat(100),
    };
    for await (const event of engine.synthesize(request, stop.signal))
      if (event.type === 'audio-chunk') stop.abort();
  })();
  await expect(run).rejects.toMatchObject({ code: 'aborted' });
  expect((await speak('Still here.', {}, engine)).chunks).toHaveLength(1);
});
