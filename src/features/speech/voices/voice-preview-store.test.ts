import { expect, it } from 'vitest';
import { createFakeEngine, createFakePlayer, RATE } from '../store/speech.fixture.ts';
import { createVoicePreviewStore } from './voice-preview-store.ts';

type EnsureInstalled = (model: string, voice: string) => Promise<void>;

function open(ensureInstalled: EnsureInstalled = () => Promise.resolve()) {
  const fake = createFakeEngine();
  const sound = createFakePlayer();
  const store = createVoicePreviewStore({
    engine: fake.engine,
    player: sound.player,
    chooseVoice: () => ({ model: 'm', voice: 'chosen', device: 'auto', sampleRate: RATE }),
    ensureInstalled,
  });
  return { ...fake, sound, now: store.getState };
}

it('speaks a sentence of its language in a voice of the chosen model', async () => {
  const { now, requests, sound } = open();
  await now().toggle('ef_dora', 'es-ES');
  expect(now().voice).toBe('ef_dora');
  expect(requests).toMatchObject([{ model: 'm', voice: 'ef_dora' }]);
  expect(requests[0]?.text).toContain('La luz');
  expect(sound.isComplete).toBe(true);
});

it('speaks English where it has no sentence of the language', async () => {
  const { now, requests } = open();
  await now().toggle('a', 'xx');
  expect(requests[0]?.text).toContain('The light');
});

it('stops with a second press, and goes over to another voice with a press on that', async () => {
  const { now, sound } = open();
  await now().toggle('a', 'en-US');
  await now().toggle('a', 'en-US');
  expect(now().voice).toBeNull();
  expect(sound.player.state.getState().status).toBe('stopped');
  await now().toggle('a', 'en-US');
  await now().toggle('b', 'en-US');
  expect(now().voice).toBe('b');
});

it('tells why there is no sample', async () => {
  const { now } = open(() => Promise.reject(new Error('offline')));
  await now().toggle('a', 'en-US');
  expect(now().voice).toBeNull();
  expect(now().problem?.message).toBe('offline');
});

it('is silent about a failure once another voice is asked for', async () => {
  const { now } = open((_, voice) =>
    voice === 'a' ? Promise.reject(new Error('offline')) : Promise.resolve(),
  );
  const first = now().toggle('a', 'en-US');
  await now().toggle('b', 'en-US');
  await first;
  expect(now()).toMatchObject({ voice: 'b', problem: null });
});
