import { expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { EngineError } from '../../engine/errors.ts';
import type { ChatStore } from '../../features/chat/store/chat-state.ts';
import {
  createFakeEngine,
  createFakePlayer,
  RATE,
} from '../../features/speech/store/speech.fixture.ts';
import { speakAnswer } from './speak-answer.ts';

const LOCAL = { model: 'local', voice: '', device: 'auto', sampleRate: RATE } as const;

it('reads an answer on with a voice of this device when the companion goes away, and says so', async () => {
  const { engine } = createFakeEngine();
  const { player } = createFakePlayer();
  const content = 'One one. Two two. Three three.';
  const chatStore = createStore(() => ({ messages: { a: { content } }, run: { status: 'idle' } }));
  const spoken: string[] = [];
  const notes: string[] = [];
  let left = 1;
  const isHeard = await speakAnswer(
    {
      engine: {
        load: engine.load,
        async *synthesize(request, signal) {
          for await (const event of engine.synthesize(request, signal)) {
            if (event.type !== 'audio-chunk') continue;
            if (request.model !== 'local' && left-- === 0)
              throw new EngineError('companion_unreachable', 'Gone.');
            spoken.push(`${request.model}: ${event.spoken}`);
            yield event;
          }
        },
      },
      player,
      chatStore: chatStore as unknown as ChatStore,
      choice: { ...LOCAL, model: 'companion:big' },
      ensureInstalled: () => Promise.resolve(),
      replaceVoice: async () => ({ choice: LOCAL, notice: 'Clara reads instead.' }),
      note: (notice) => void notes.push(notice),
    },
    'a',
    new AbortController().signal,
  );
  expect(isHeard).toBe(true);
  expect(spoken).toEqual(['companion:big: One one.', 'local: Two two.', 'local: Three three.']);
  expect(notes).toEqual(['Clara reads instead.']);
  expect(player.state.getState().status).toBe('playing');
});
