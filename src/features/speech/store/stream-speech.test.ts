import { expect, it } from 'vitest';
import type { SpeechChunk } from '../../../engine/speech/speech-engine.ts';
import { createGrowingReading } from './growing-reading.ts';
import { createFakeEngine, createFakePlayer } from './speech.fixture.ts';
import { skipSilent, streamSpeech, whenHolds } from './stream-speech.ts';

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
