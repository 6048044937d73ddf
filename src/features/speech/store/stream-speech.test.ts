import { expect, it } from 'vitest';
import { EngineError } from '../../../engine/errors.ts';
import type {
  SpeechChunk,
  SpeechEvent,
  SpeechRequest,
} from '../../../engine/speech/speech-engine.ts';
import { createGrowingReading } from './growing-reading.ts';
import { createFakeEngine, createFakePlayer, RATE } from './speech.fixture.ts';
import { skipSilent, streamSpeech } from './stream-speech.ts';
import { whenHolds } from './when-holds.ts';

const choice = { model: 'm', voice: 'v', device: 'auto', sampleRate: undefined } as const;
const ensureInstalled = () => Promise.resolve();
const never = new AbortController().signal;

function open(parts: { text: string; offset: number }[]) {
  const fake = createFakeEngine();
  const { synthesize } = fake.engine;
  const chunks: SpeechChunk[] = [];
  const reading = createGrowingReading();
  const add = (chunk: SpeechChunk) => {
    chunks.push(chunk);
    reading.add(chunk);
  };
  return { ...fake, chunks, reading, add, source: { synthesize, ensureInstalled, choice, parts } };
}

it('speaks part by part, with places in the whole text, and plays from the first chunk', async () => {
  const { source, add, chunks, reading } = open([
    { text: 'One. Two.', offset: 10 },
    { text: 'Three.', offset: 30 },
  ]);
  const heard = createFakePlayer();
  const statuses: string[] = [];
  heard.player.state.subscribe(({ status }) => statuses.push(status));
  await streamSpeech(
    source,
    { add, listener: { player: heard.player, reading, isOpen: false } },
    never,
  );
  expect(chunks.map(({ start, end }) => [start, end])).toEqual([
    [10, 14],
    [15, 19],
    [30, 36],
  ]);
  expect(chunks[1]?.words[0]).toMatchObject({ start: 15, end: 19 });
  expect(statuses).toEqual(['paused', 'playing']);
  expect(heard.seconds).toBeCloseTo(1.4);
});

it('does not disturb a listener who already has the sound, and speaks without one', async () => {
  const { source, add, chunks, reading } = open([{ text: 'One.', offset: 0 }]);
  const heard = createFakePlayer();
  await streamSpeech(
    source,
    { add, listener: { player: heard.player, reading, isOpen: true } },
    never,
  );
  expect(heard.player.state.getState().status).toBe('stopped');
  await streamSpeech(source, { add }, never);
  expect(chunks).toHaveLength(2);
});

it('ends with "aborted" at once, even while a voice is being fetched', async () => {
  const { source, add, chunks } = open([{ text: 'One. Two.', offset: 0 }]);
  const stopper = new AbortController();
  const fetching = { ...source, ensureInstalled: () => new Promise<void>(() => undefined) };
  const run = streamSpeech(fetching, { add }, stopper.signal);
  stopper.abort();
  await expect(run).rejects.toMatchObject({ code: 'aborted' });
  const other = new AbortController();
  const stopping = streamSpeech(
    source,
    { add: (chunk) => (add(chunk), other.abort()) },
    other.signal,
  );
  await expect(stopping).rejects.toMatchObject({ code: 'aborted' });
  expect(chunks).toHaveLength(1);
});

it('skips silent parts on request', async () => {
  const { source, add, chunks } = open([
    { text: '---.', offset: 0 },
    { text: 'One.', offset: 4 },
  ]);
  await expect(streamSpeech(source, { add }, never)).rejects.toMatchObject({
    code: 'nothing_to_say',
  });
  const silent: string[] = [];
  const synthesize = skipSilent(source.synthesize, ({ code }) => silent.push(code));
  await streamSpeech({ ...source, synthesize }, { add }, never);
  expect(silent).toEqual(['nothing_to_say']);
  expect(chunks.map(({ start }) => start)).toEqual([4]);
});

/** Speaks until it fails behind so many chunks; another model goes on at twice the rate. */
function failAfter(count: number, { synthesize }: ReturnType<typeof createFakeEngine>['engine']) {
  let left = count;
  return async function* (
    request: SpeechRequest,
    signal: AbortSignal,
  ): AsyncGenerator<SpeechEvent> {
    for await (const event of synthesize(request, signal)) {
      if (event.type !== 'audio-chunk') yield event;
      else if (request.model === 'm' && left-- === 0)
        throw new EngineError('companion_unreachable', 'Gone.');
      else yield request.model === 'm' ? event : { ...event, sampleRate: 2 * event.sampleRate };
    }
  };
}

const other = { choice: { ...choice, model: 'local' }, notice: 'Gone. Another reads.' };

it.each([0, 1, 2])(
  'goes on with another voice behind chunk %i, at the same rate, and says so',
  async (count) => {
    const { engine, source, requests, chunks, add } = open([
      { text: 'One one. Two two. ', offset: 10 },
      { text: 'Three.', offset: 30 },
    ]);
    const told: string[] = [];
    await streamSpeech(
      { ...source, synthesize: failAfter(count, engine), replaceVoice: async () => other },
      { add, onReplace: ({ notice }) => void told.push(notice) },
      never,
    );
    expect(chunks.map(({ start, end }) => [start, end])).toEqual([
      [10, 18],
      [19, 27],
      [30, 36],
    ]);
    expect(new Set(chunks.map(({ sampleRate }) => sampleRate)).size).toBe(1);
    expect(told).toEqual([other.notice]);
    expect(requests.at(-1)).toMatchObject({ model: 'local', text: 'Three.' });
  },
);

it('fails as it did where no other voice speaks, or where that one is not here', async () => {
  const { engine, source, add } = open([{ text: 'One. Two.', offset: 0 }]);
  await expect(
    streamSpeech({ ...source, synthesize: failAfter(1, engine) }, { add }, never),
  ).rejects.toMatchObject({ code: 'companion_unreachable' });
  const offline = async (model: string) => {
    if (model === 'local') throw new EngineError('network_unreachable', 'Offline.');
  };
  await expect(
    streamSpeech(
      {
        ...{ ...source, synthesize: failAfter(1, engine) },
        ...{ ensureInstalled: offline, replaceVoice: async () => other },
      },
      { add },
      never,
    ),
  ).rejects.toMatchObject({ code: 'companion_unreachable' });
});

it('keeps to the rate of the sound before it', async () => {
  const { source, add, chunks } = open([{ text: 'One.', offset: 0 }]);
  await streamSpeech(source, { add, sampleRate: 2 * RATE }, never);
  expect(chunks[0]).toMatchObject({ sampleRate: 2 * RATE, words: [{ endSeconds: 0.4 }] });
  expect(chunks[0]?.samples).toHaveLength(0.4 * 2 * RATE);
});

it('waits for a condition or the signal, and looks only when something changes', async () => {
  const { player } = createFakePlayer();
  const later = whenHolds(() => player.state.getState().positionSeconds > 5, [player.state], never);
  player.seek(3);
  player.seek(6);
  await later;
  const stopper = new AbortController();
  const stopped = whenHolds(() => false, [player.state], stopper.signal);
  stopper.abort();
  await stopped;
});
