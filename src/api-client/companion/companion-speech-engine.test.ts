import { describe, expect, it } from 'vitest';
import { createFolderHost } from '../../../e2e/fixtures/folder-host.ts';
import { startFakeApi } from '../../api/fakes/ask.fixture.ts';
import { createFakeServices } from '../../api/fakes/fake-services.fixture.ts';
import { BUILT_IN_SPEECH_MODEL, CATALOG } from '../../engine/models/catalog.ts';
import { createSpeechEngine } from '../../engine/speech/pipeline-speech-engine.ts';
import { testSpeechEngine } from '../../engine/speech/speech-engine.contract.ts';
import type { SpeechEvent, SpeechRequest } from '../../engine/speech/speech-engine.ts';
import { speechPipelines } from '../../engine/speech/speech-pipelines.ts';
import { createCompanionSpeechEngine } from './companion-speech-engine.ts';

const never = new AbortController().signal;
const MODEL = BUILT_IN_SPEECH_MODEL;

type Answer = (request: Request) => Response | Promise<Response>;

/** A companion made of the API over fake engines; `answer` takes its place. */
function connect(answer?: Answer, services = createFakeServices()) {
  const { api, record } = startFakeApi({}, services);
  const bodies: object[] = [];
  const engine = createCompanionSpeechEngine({
    origin: 'http://companion.test:4174',
    apiKey: 'secret',
    fetch: async (input, init) => {
      const request = new Request(input, init);
      bodies.push(await request.clone().json());
      return (answer ?? api.fetch)(request);
    },
  });
  return { engine, record, bodies };
}

const say = (text: string, more: Partial<SpeechRequest> = {}): SpeechRequest => ({
  ...{ model: MODEL, voice: 'slt', language: 'en-us', text },
  ...more,
});

async function collect(events: AsyncIterable<SpeechEvent>): Promise<SpeechEvent[]> {
  const all: SpeechEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

const chunksOf = (events: readonly SpeechEvent[]) =>
  events.filter((event) => event.type === 'audio-chunk');

/** Three paragraphs: as many chunks. */
const THREE = 'First of all.\n\nThen the fox slept.\n\nIt was noon.';

const delta = (samples: number) => ({
  type: 'speech.audio.delta',
  audio: Buffer.from(new Int16Array(samples).fill(9000).buffer).toString('base64'),
});
const DONE = { type: 'speech.audio.done' };

function stream(...events: object[]): Response {
  const text = events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('');
  return new Response(text, { headers: { 'Content-Type': 'text/event-stream' } });
}

const [manifest] = CATALOG.filter(({ id }) => id === MODEL);
testSpeechEngine('a companion with the built-in voice', () => {
  if (!manifest) throw new Error('The catalogue has a built-in voice.');
  const host = createFolderHost([{ manifest, folder: 'public/starter/triptych/flite' }], {});
  const speech = createSpeechEngine(host, speechPipelines);
  const { engine } = connect(undefined, { ...createFakeServices(), speech });
  return { engine, common: { model: MODEL, language: 'en-us' } };
});

describe('speech on a companion', () => {
  it('asks for one chunk after the other, whole, with what a voice lets one set', async () => {
    const { engine, bodies } = connect();
    const options = { speaker: '2', lengthScale: 1.5, noiseScale: 0.5, noiseW: 0.7, speed: 1.2 };
    const events = await collect(engine.synthesize(say(THREE, options), never));
    expect(events.map(({ type }) => type)).toEqual([
      'remote-start',
      ...['audio-chunk', 'audio-chunk', 'audio-chunk'],
      'finish',
    ]);
    expect(bodies).toHaveLength(3);
    expect(bodies[1]).toEqual({
      ...{ model: MODEL, input: 'Then the fox slept.', voice: 'slt', language: 'en-us' },
      ...{ speed: 1.2, speaker: '2', length_scale: 1.5, noise_scale: 0.5, noise_w: 0.7 },
      ...{ response_format: 'pcm', stream_format: 'sse', begins_short: false },
    });
  });

  it('asks for the next chunk while one is heard, and for no more', async () => {
    const { engine, record } = connect();
    for await (const { type } of engine.synthesize(say(THREE), never)) {
      if (type !== 'audio-chunk') continue;
      await new Promise((resolve) => setTimeout(resolve, 30));
      expect(record.speech.map(({ text }) => text)).toEqual([
        'First of all.',
        'Then the fox slept.',
      ]);
      break;
    }
  });

  it('stops the voice by leaving', async () => {
    const { engine, record } = connect();
    const endless = `One.\n\n${'word '.repeat(50)}`;
    for await (const { type } of engine.synthesize(say(endless), never))
      if (type === 'audio-chunk') break;
    const { pieces } = record;
    await expect.poll(() => record.running).toBe(0);
    expect(record.pieces).toBeLessThanOrEqual(pieces + 5);
  });

  it('sends a text of unknown language as it is, with nothing that other servers do not know', async () => {
    const { engine, bodies } = connect(() => stream(delta(2400), DONE));
    const { language: _, voice: __, ...unknown } = say('Es kostet 3 € — **heute**. Привет!');
    await collect(engine.synthesize(unknown, never));
    expect(bodies).toEqual([
      {
        ...{ model: MODEL, input: 'Es kostet 3 € — heute. Привет!', voice: 'alloy' },
        ...{ response_format: 'pcm', stream_format: 'sse' },
      },
    ]);
  });

  it('takes bare bytes of servers without events, at the rate that they tell', async () => {
    const bytes = new Int16Array(4410).fill(9000);
    const tell = (type: string) => async () => {
      const { engine } = connect(() => new Response(bytes, { headers: { 'Content-Type': type } }));
      return chunksOf(await collect(engine.synthesize(say('Hello. [pause 1s]'), never)));
    };
    const [first] = await tell('audio/pcm;rate=44100;channels=1')();
    expect(first).toMatchObject({ sampleRate: 44_100, spoken: 'Hello.' });
    const [usual] = await tell('audio/pcm')();
    expect(usual?.sampleRate).toBe(24_000);
  });

  it('passes over what the server has no words for', async () => {
    let asked = 0;
    const { engine } = connect(() =>
      ++asked === 2
        ? Response.json(
            { error: { message: 'No words.', code: 'nothing_to_say' } },
            { status: 400 },
          )
        : stream(delta(2400), DONE),
    );
    const events = await collect(engine.synthesize(say(THREE), never));
    expect(chunksOf(events).map(({ spoken }) => spoken)).toHaveLength(3);
    expect(events.at(-1)?.type).toBe('finish');
  });

  it.each<[string, Answer, string, RegExp]>([
    [
      'no server',
      () => {
        throw new TypeError('Failed to fetch');
      },
      'companion_unreachable',
      /companion\.test:4174 cannot be reached/,
    ],
    [
      'an end in the middle',
      () => stream(delta(2400)),
      'companion_unreachable',
      /cannot be reached/,
    ],
    [
      'a key that was revoked',
      () => Response.json({ error: { message: 'No.', code: 'invalid_api_key' } }, { status: 401 }),
      'companion_key_refused',
      /No\./,
    ],
    [
      'an end that is announced',
      () => Response.json({ error: { message: 'Soon.', code: 'shutting_down' } }, { status: 503 }),
      'companion_unreachable',
      /Soon\./,
    ],
    [
      'a voice that is not there',
      () =>
        Response.json(
          { error: { message: 'No voice.', code: 'voice_not_found' } },
          { status: 404 },
        ),
      'voice_not_found',
      /No voice\./,
    ],
    [
      'a failure in the middle',
      () => stream(delta(2400), { error: { message: 'Full.', code: 'out_of_memory' } }),
      'out_of_memory',
      /Full\./,
    ],
    ['another program', () => stream({ hello: 1 }), 'invalid_output', /another version/],
  ])('tells of %s', async (_, answer, code, message) => {
    const { engine } = connect(answer);
    const error = await collect(engine.synthesize(say('x'), never)).catch((thrown) => thrown);
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
  });

  it('keeps what has come when the server goes away', async () => {
    let asked = 0;
    const { engine } = connect(() => {
      if (++asked > 1) throw new TypeError('Failed to fetch');
      return stream(delta(2400), DONE);
    });
    const heard: SpeechEvent[] = [];
    const speaking = (async () => {
      for await (const event of engine.synthesize(say(THREE), never)) heard.push(event);
    })();
    await expect(speaking).rejects.toMatchObject({
      code: 'companion_unreachable',
      message: expect.stringMatching(/went away before it was done.* kept\.$/),
    });
    expect(chunksOf(heard)).toHaveLength(1);
  });
});
