import { expect, it } from 'vitest';
import { EngineError } from '../../engine/errors.ts';
import { createQuickSpeaker } from './quick-speaker.ts';
import { createFakeEngine, createFakePlayer, RATE } from './store/speech.fixture.ts';

function open(ensureInstalled: () => Promise<void> = () => Promise.resolve()) {
  const fake = createFakeEngine();
  const sound = createFakePlayer();
  let starts = 0;
  const speaker = createQuickSpeaker({
    engine: fake.engine,
    player: sound.player,
    chooseVoice: () => ({ model: 'm', voice: '', device: 'auto', sampleRate: RATE }),
    ensureInstalled,
    onStart: () => starts++,
  });
  return { ...fake, sound, speaker, now: speaker.getState, starts: () => starts };
}

const LOCAL = { model: 'local', voice: '', device: 'auto', sampleRate: RATE } as const;

/** Lets all that waits for nothing but its turn come to an end. */
const settle = () => new Promise((resolve) => setTimeout(resolve));

it('speaks a text with the voice it was made for', async () => {
  const { speaker, now, sound, requests, starts } = open();
  speaker.getState().speak('One. Two.');
  expect(now()).toMatchObject({ status: 'preparing', text: 'One. Two.', firstSoundMs: null });
  await settle();
  expect(starts()).toBe(1);
  expect(requests).toMatchObject([{ model: 'm', text: 'One. Two.' }]);
  expect(sound.isComplete).toBe(true);
  expect(now().status).toBe('speaking');
  expect(now().firstSoundMs).toBeGreaterThanOrEqual(0);
});

it('marks the word that is heard, also in the sentences behind the first', async () => {
  const { speaker, now, sound } = open();
  speaker.getState().speak('One. Two.');
  await settle();
  sound.player.seek(0.1);
  expect(now().word).toMatchObject({ start: 0, end: 4 });
  sound.player.seek(0.5);
  expect(now().word).toMatchObject({ start: 5, end: 9 });
});

it('speaks another text in place of the first', async () => {
  const { speaker, now, requests, hold } = open();
  const release = hold();
  speaker.getState().speak('One.');
  speaker.getState().speak('Two.');
  release();
  await settle();
  expect(requests.at(-1)?.text).toBe('Two.');
  expect(now()).toMatchObject({ status: 'speaking', text: 'Two.', problem: null });
});

it('falls silent', async () => {
  const { speaker, now, sound } = open();
  speaker.getState().speak('One.');
  speaker.getState().stop();
  await settle();
  expect(now()).toMatchObject({ status: 'idle', problem: null });
  expect(sound.player.state.getState().status).toBe('stopped');
});

it('tells why it cannot speak', async () => {
  const { speaker, now } = open(() => Promise.reject(new Error('offline')));
  speaker.getState().speak('One.');
  await settle();
  expect(now().status).toBe('idle');
  expect(now().problem?.message).toBe('offline');
  await expect(speaker.getState().prepare(), 'waits for the first text').resolves.toBeUndefined();
});

it('has another voice speak where the companion cannot be reached, and waits for no model of it', async () => {
  const { engine } = createFakeEngine();
  const loads: string[] = [];
  const speaker = createQuickSpeaker({
    engine: {
      load: ({ model }) => Promise.reject(new Error(`${loads.push(model)}`)),
      async *synthesize(request, signal) {
        if (request.model !== 'local') throw new EngineError('companion_unreachable', 'Gone.');
        yield* engine.synthesize(request, signal);
      },
    },
    player: createFakePlayer().player,
    chooseVoice: () => ({ ...LOCAL, model: 'companion:big' }),
    ensureInstalled: () => Promise.resolve(),
    replaceVoice: async () => ({ choice: LOCAL, notice: 'Clara reads instead.' }),
    onStart: () => undefined,
  });
  await speaker.getState().prepare();
  expect(loads).toEqual([]);
  speaker.getState().speak('One.');
  await settle();
  expect(speaker.getState()).toMatchObject({
    status: 'speaking',
    problem: null,
    notice: 'Clara reads instead.',
  });
});
