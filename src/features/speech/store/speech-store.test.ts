import { expect, it, vi } from 'vitest';
import { EngineError } from '../../../engine/errors.ts';
import type { SpeechEngine } from '../../../engine/speech/speech-engine.ts';
import { createFakeEngine, createFakePlayer, createFakeReadings } from './speech.fixture.ts';
import { createSpeechStore } from './speech-store.ts';

const TEXT = 'One one. Two two. Three three. Four four.';
const SECOND = TEXT.indexOf('Two');
const FOURTH = TEXT.indexOf('Four');
const never = new AbortController().signal;
const LOCAL = { model: 'local', voice: 'clara', device: 'auto', sampleRate: 100 } as const;

/** `gone`: behind so many chunks the companion's voices fail. */
function open({ gone = Infinity } = {}) {
  const fake = createFakeEngine();
  const { synthesize } = fake.engine;
  const companion = { gone };
  const engine: SpeechEngine = {
    ...fake.engine,
    async *synthesize(request, signal) {
      let left = request.model.startsWith('companion:') ? companion.gone : Infinity;
      for await (const event of synthesize(request, signal)) {
        if (event.type === 'audio-chunk' && left-- === 0)
          throw new EngineError('companion_unreachable', 'Gone.');
        yield event;
      }
    },
  };
  const heard = createFakePlayer();
  const readings = createFakeReadings();
  const voice = { model: 'm', voice: 'anna' };
  const create = () =>
    createSpeechStore({
      engine,
      player: heard.player,
      readings,
      chooseVoice: () => ({ ...voice, device: 'auto', sampleRate: 100 }),
      ensureInstalled: () => Promise.resolve(),
      replaceVoice: async ({ code }) =>
        code === 'companion_unreachable'
          ? { choice: LOCAL, notice: 'Clara reads instead.' }
          : undefined,
    });
  const store = create();
  const now = () => store.getState();
  const said = () => now().open?.pieces.map(({ spoken }) => spoken) ?? [];
  return { ...fake, companion, heard, readings, voice, create, store, now, said };
}

it('speaks a text as a new reading, plays it and keeps it', async () => {
  const { now, said, heard, readings, create } = open();
  await now().speak(TEXT, { title: 'Counting', chapters: [{ title: 'A', start: 0 }] });
  expect(said()).toEqual(['One one.', 'Two two.', 'Three three.', 'Four four.']);
  expect(heard.player.state.getState().status).toBe('playing');
  expect(heard.isComplete).toBe(true);
  expect(now().run.status).toBe('idle');
  heard.player.seek(1.5);
  now().close();
  await vi.waitFor(async () => expect((await readings.list())[0]?.positionSeconds).toBe(1.5));
  const again = create();
  await again.getState().restore();
  const [kept] = again.getState().readings ?? [];
  expect(kept).toMatchObject({
    title: 'Counting',
    state: 'complete',
    voice: 'anna',
    chapters: [{ title: 'A' }],
  });
  await again.getState().openReading(kept?.id ?? '');
  expect(again.getState().open?.stretch).toHaveLength(4);
  expect(heard.player.state.getState()).toMatchObject({ positionSeconds: 1.5, status: 'paused' });
});

it('saves the place every few seconds of listening, after a jump and at a pause', async () => {
  const { now, heard, readings } = open();
  await now().speak(TEXT);
  const place = async () => (await readings.list())[0]?.positionSeconds;
  heard.player.seek(3);
  expect(await place()).toBe(0);
  heard.player.seek(5);
  expect(await place()).toBe(5);
  heard.player.seek(1);
  heard.player.pause();
  expect(await place()).toBe(1);
  heard.player.seek(2);
  expect(await place(), 'nobody listens').toBe(1);
});

it('stops, and resumes after what it has spoken', async () => {
  const { now, said, hold, requests, store } = open();
  const release = hold();
  const speaking = now().speak(TEXT);
  await vi.waitFor(() => expect(now().run.status).toBe('speaking'));
  const stopAfterTwo = store.subscribe(
    ({ open: reading }) => reading?.pieces.length === 2 && now().stop(),
  );
  release();
  await speaking;
  stopAfterTwo();
  expect(now().open?.reading.state).toBe('partial');
  expect(said()).toHaveLength(2);
  await now().resume();
  expect(requests[1]?.text).toBe(' Three three. Four four.');
  expect(said()).toHaveLength(4);
  expect(now().open?.reading.state).toBe('complete');
  expect(now().open?.stretch).toHaveLength(4);
});

it('reads from an unspoken place, and fills the gap later', async () => {
  const { now, said, hold, heard, store, requests } = open();
  const release = hold();
  const speaking = now().speak(TEXT);
  await vi.waitFor(() => expect(now().run.status).toBe('speaking'));
  const stopAfterOne = store.subscribe(
    ({ open: reading }) => reading?.pieces.length === 1 && now().stop(),
  );
  release();
  await speaking;
  stopAfterOne();
  now().readFrom(FOURTH);
  await vi.waitFor(() => expect(now().run.status).toBe('idle'));
  expect(said()).toEqual(['One one.', 'Four four.']);
  expect(
    now().open?.stretch.map(({ spoken }) => spoken),
    'what is played',
  ).toEqual(['Four four.']);
  expect(heard.player.state.getState().status).toBe('playing');
  expect(now().open?.reading.state).toBe('partial');

  now().readFrom(2);
  expect(
    now().open?.stretch.map(({ spoken }) => spoken),
    'back in what was there',
  ).toEqual(['One one.']);
  await now().finish(never);
  expect(said()).toEqual(['One one.', 'Two two.', 'Three three.', 'Four four.']);
  expect(requests.at(-1)?.text).toBe(TEXT.slice(8, FOURTH));
  expect(now().open?.reading.state).toBe('complete');
  expect(now().open?.stretch).toHaveLength(4);
});

it('goes to a spoken place without speaking it again', async () => {
  const { now, heard, requests } = open();
  await now().speak(TEXT);
  now().readFrom(SECOND);
  expect(heard.player.state.getState().positionSeconds).toBeCloseTo(0.8);
  expect(requests).toHaveLength(1);
});

it('reads again in the current voice, and leaves the old reading unchanged', async () => {
  const { now, voice } = open();
  await now().speak(TEXT, { title: 'Counting' });
  voice.voice = 'alan';
  expect(now().open?.reading.voice).toBe('anna');
  await now().speakAgain();
  expect(now().open?.reading).toMatchObject({ voice: 'alan', title: 'Counting', text: TEXT });
  expect(
    now()
      .readings?.map((reading) => reading.voice)
      .sort(),
  ).toEqual(['alan', 'anna']);
});

it('speaks three minutes ahead of the listener, and further when they catch up or want a file', async () => {
  const { now, heard } = open();
  // Ten seconds each.
  const long = `${'a'.repeat(99)}.`.repeat(60);
  void now().speak(long);
  const count = () => now().open?.pieces.length ?? 0;
  await vi.waitFor(() => expect(count()).toBe(19));
  heard.player.seek(30);
  await vi.waitFor(() => expect(count()).toBe(22));
  expect(heard.isComplete).toBe(false);
  const stopper = new AbortController();
  const finishing = now().finish(stopper.signal);
  stopper.abort();
  await finishing;
  expect(now().run.status, 'given up, it waits for the listener again').toBe('speaking');
  await now().finish(never);
  expect(count()).toBe(60);
  expect(heard.isComplete).toBe(true);
});

it('reports a text without words, and keeps no empty reading', async () => {
  const { now, readings } = open();
  await now().speak('---.');
  expect(now().problem?.code).toBe('nothing_to_say');
  expect(now().open).toBeNull();
  expect(await readings.list()).toEqual([]);
});

it('restores a deleted reading with its sound', async () => {
  const { now, readings } = open();
  await now().speak(TEXT);
  const id = now().open?.reading.id ?? '';
  await now().remove(id);
  expect(now().open).toBeNull();
  expect(await readings.list()).toEqual([]);
  await now().undoRemove();
  await now().openReading(id);
  expect(now().open?.stretch).toHaveLength(4);
});

it('reads with a voice of this device where the companion is gone from the start, and says so', async () => {
  const { now, said, voice, readings } = open({ gone: 0 });
  voice.model = 'companion:big';
  await now().speak(TEXT);
  expect(said()).toHaveLength(4);
  expect(now()).toMatchObject({ problem: null, notice: 'Clara reads instead.' });
  expect((await readings.list())[0]).toMatchObject({ model: 'local', voice: 'clara' });
});

it('keeps what a companion has spoken, and goes on here only when the listener says so', async () => {
  const { now, said, voice, requests, companion } = open({ gone: 2 });
  voice.model = 'companion:big';
  await now().speak(TEXT);
  expect(said()).toEqual(['One one.', 'Two two.']);
  expect(now().problem?.code).toBe('companion_unreachable');
  expect(now().open?.reading).toMatchObject({ state: 'partial', model: 'companion:big' });

  companion.gone = 0;
  await now().resume();
  expect(now().problem?.code, 'another try is no consent').toBe('companion_unreachable');
  expect(said()).toHaveLength(2);

  await now().continueHere();
  expect(said()).toHaveLength(4);
  expect(requests.at(-1)).toMatchObject({ model: 'local', text: TEXT.slice(SECOND + 8) });
  expect(now()).toMatchObject({
    problem: null,
    open: { reading: { state: 'complete', model: 'local', voice: 'clara' } },
  });
});
