import { expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { createObservable } from '../../engine-client/observable.ts';
import type { ChatStore } from '../../features/chat/store/chat-state.ts';
import type { ReadAloudState } from '../../features/chat/answer-voice.ts';
import { createQuickSpeaker } from '../../features/speech/quick-speaker.ts';
import {
  createFakeEngine,
  createFakePlayer,
  createFakeReadings,
} from '../../features/speech/store/speech.fixture.ts';
import { createSpeechStore } from '../../features/speech/store/speech-store.ts';
import { createHeardSound } from './heard.ts';

const ensureInstalled = () => Promise.resolve();

function open() {
  const { engine } = createFakeEngine();
  const [{ player }, { player: answerPlayer }, { player: quickPlayer }] = [
    createFakePlayer(),
    createFakePlayer(),
    createFakePlayer(),
  ];
  const chooseVoice = () => ({ model: 'm', voice: '', device: 'auto', sampleRate: 100 }) as const;
  const readings = createFakeReadings();
  const speechStore = createSpeechStore({ engine, player, readings, chooseVoice, ensureInstalled });
  const state = createObservable<ReadAloudState>({ messageId: null, problem: null, notice: '' });
  const readAloud = {
    state,
    toggle: (messageId: string) => state.update(() => ({ messageId, problem: null, notice: '' })),
    stop: () => state.update(() => ({ messageId: null, problem: null, notice: '' })),
  };
  const messages = { a: { id: 'a', conversationId: 'c' } };
  const chatStore = createStore(() => ({ messages, conversations: [{ id: 'c', title: 'Bread' }] }));
  const common = { engine, chooseVoice, ensureInstalled, onStart: () => undefined };
  const quickSpeaker = createQuickSpeaker({ ...common, player: quickPlayer });
  const heard = createHeardSound({
    ...{ speechStore, player, readAloud, answerPlayer, quickSpeaker, quickPlayer },
    chatStore: chatStore as unknown as ChatStore,
  });
  return {
    heard,
    now: heard.state.getState,
    speechStore,
    player,
    readAloud,
    answerPlayer,
    quickSpeaker,
  };
}

it('reports a reading from start to end, pauses it and resumes', async () => {
  const { heard, now, speechStore, player } = open();
  expect(now()).toBeNull();
  const speaking = speechStore.getState().speak('One. Two.', { title: 'Counting' });
  expect(now()).toMatchObject({ title: 'Counting', status: 'making', path: '/speech' });
  await speaking;
  expect(now()?.status).toBe('playing');
  heard.toggle();
  expect(player.state.getState().status).toBe('paused');
  expect(now()?.status).toBe('paused');
  heard.toggle();
  expect(now()?.status).toBe('playing');
  heard.stop();
  expect(player.state.getState().status).toBe('paused');
  expect(now(), 'stopped is not paused').toBeNull();
  expect(speechStore.getState().open, 'its place is kept').not.toBeNull();
});

it('ignores a reading that is only open', async () => {
  const { now, speechStore } = open();
  await speechStore.getState().speak('One.');
  const id = speechStore.getState().open?.reading.id ?? '';
  speechStore.getState().close();
  expect(now()).toBeNull();
  await speechStore.getState().openReading(id);
  expect(now()).toBeNull();
});

it('stops a running engine', async () => {
  const { heard, now, speechStore } = open();
  const speaking = speechStore.getState().speak('One. Two.');
  heard.stop();
  await speaking;
  expect(now()).toBeNull();
  expect(speechStore.getState().run.status).toBe('idle');
});

it('reports an answer by its conversation, ahead of a paused reading', async () => {
  const { heard, now, speechStore, player, readAloud } = open();
  await speechStore.getState().speak('One.', { title: 'Counting' });
  player.pause();
  readAloud.toggle('a');
  expect(now()).toMatchObject({ key: 'a', title: 'Bread', path: '/chat/c', status: 'making' });
  heard.stop();
  expect(now()).toMatchObject({ title: 'Counting', status: 'paused' });
});

it("reports the home screen's voice", async () => {
  const { heard, now, quickSpeaker } = open();
  quickSpeaker.getState().speak('Good evening.');
  expect(now()).toMatchObject({ title: 'Good evening.', path: '/' });
  heard.stop();
  expect(quickSpeaker.getState().status).toBe('idle');
  expect(now()).toBeNull();
});
