import { describe, expect, it } from 'vitest';
import { CATALOG } from '../../../engine/models/catalog.ts';
import { isForTask } from '../../../engine/models/manifest.ts';
import { startFakeApi } from '../../fakes/ask.fixture.ts';
import { readEvents } from '../../fakes/read-events.fixture.ts';
import { chooseVoice } from './choose-voice.ts';

const SAY = { model: 'triptych/flite', input: 'one two three', voice: 'rms' };

describe('POST /v1/audio/speech', () => {
  it.each([
    ['mp3', 'audio/mpeg'],
    ['flac', 'audio/flac'],
    ['wav', 'audio/wav'],
    ['pcm', 'audio/pcm;rate=24000;channels=1'],
  ])('speaks %s', async (response_format, type) => {
    const { post, ended } = startFakeApi();
    const response = await post('/v1/audio/speech', { ...SAY, response_format });
    expect(response.headers.get('content-type')).toBe(type);
    expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(500);
    expect(ended).toMatchObject([{ model: 'triptych/flite', status: 200 }]);
  });

  it('writes pcm at the rate that clients expect, whatever the voice’s own', async () => {
    const { post } = startFakeApi();
    const response = await post('/v1/audio/speech', { ...SAY, response_format: 'pcm' });
    const samples = new Int16Array(await response.arrayBuffer());
    // Three tenths of a second of a tone, which is as high as it was.
    expect(samples.length).toBe(7200);
    const crossings = samples.filter((at, index) => at >= 0 && (samples[index - 1] ?? 0) < 0);
    expect(Math.abs(crossings.length - 0.3 * (2764 / (2 * Math.PI)))).toBeLessThan(3);
  });

  it('says which formats there are where one is missing', async () => {
    const response = await startFakeApi().post('/v1/audio/speech', { ...SAY, format: 'aac' });
    expect((await response.json()).error).toMatchObject({
      // With Opus where there is an encoder.
      message: expect.stringMatching(
        /^No aac is written here\. Choose mp3, (opus, )?flac, wav, or pcm\.$/,
      ),
      param: 'response_format',
    });
  });

  it('sends sound as it is made, and stops when nobody listens', async () => {
    const { post, record } = startFakeApi();
    const input = 'word '.repeat(500);
    const response = await post('/v1/audio/speech', { ...SAY, input, format: 'pcm' });
    const reader = response.body?.getReader();
    await reader?.read();
    expect(record.pieces).toBeLessThan(5);
    await reader?.cancel();
    expect([record.running, record.pieces < 5]).toEqual([0, true]);
  });

  it('sends events', async () => {
    const { post } = startFakeApi();
    const body = { ...SAY, response_format: 'pcm', stream_format: 'sse' };
    const events = await readEvents(await post('/v1/audio/speech', body));
    expect(events.map(({ data }) => data)).toEqual([
      // A piece for each word, and what waited for its neighbours.
      ...[1, 2, 3, 4].map(() => ({ type: 'speech.audio.delta', audio: expect.any(String) })),
      { type: 'speech.audio.done', usage: expect.any(Object) },
    ]);
  });

  it('passes voice, speed and language on', async () => {
    const { post, record } = startFakeApi();
    const body = { input: 'x', voice: { id: 'awb' }, speed: 4, language: 'en-GB' };
    const response = await post('/v1/audio/speech', { ...body, format: 'pcm' });
    expect(response.headers.get('x-warnings')).toContain('speed 2 was taken');
    await response.arrayBuffer();
    expect(record.speech).toEqual([
      { model: 'triptych/flite', text: 'x', voice: 'awb', speed: 2, language: 'en-gb' },
    ]);
  });

  it('speaks a sentence of a longer text as a whole where it is told to', async () => {
    const { post, record } = startFakeApi();
    const body = { ...SAY, format: 'pcm', begins_short: false };
    await (await post('/v1/audio/speech', body)).arrayBuffer();
    expect(record.speech[0]).toMatchObject({ beginsShort: false });
  });

  it.each([
    [{ input: '' }, 400, 'invalid_request'],
    [{ input: ' ' }, 400, 'nothing_to_say'],
    [{ input: 'x', format: 'aac' }, 400, 'not_supported'],
    [{ input: 'x', model: 'tts-1' }, 404, 'model_not_found'],
  ])('refuses %j', async (body, status, code) => {
    const response = await startFakeApi().post('/v1/audio/speech', body);
    expect([response.status, (await response.json()).error.code]).toEqual([status, code]);
  });
});

it('lists voices', async () => {
  const { api } = startFakeApi();
  const { voices } = await (await api.request('/v1/audio/voices')).json();
  expect(voices).toContainEqual({
    id: 'slt',
    name: 'Clara',
    language: 'en-us',
    gender: 'female',
    model: 'triptych/flite',
    licence: 'BSD (CMU)',
  });
});

it.each([
  ['flite', 'alloy', 'slt'],
  ['flite', 'onyx', 'rms'],
  ['flite', 'slt', 'slt'],
  ['flite', 'nobody', 'nobody'],
  ['kokoro', 'alloy', 'af_alloy'],
  ['kokoro', 'fable', 'bm_fable'],
  ['kokoro', 'af_heart*0.7+am_adam*0.3', 'af_heart*0.7+am_adam*0.3'],
])('with %s, %s is %s', (engine, name, voice) => {
  const manifest = CATALOG.filter((each) => isForTask(each, 'speech')).find(
    (each) => each.engine === engine,
  );
  if (!manifest) throw new Error('no such model');
  expect(chooseVoice(manifest, name)).toBe(voice);
});
