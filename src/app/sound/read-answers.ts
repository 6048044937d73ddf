import type { SpeechPlayer } from '../../engine-client/speech-player.ts';
import { createObservable } from '../../engine-client/observable.ts';
import { EngineError } from '../../engine/errors.ts';
import type { SpeechEngine } from '../../engine/speech/speech-engine.ts';
import type { ChatStore } from '../../features/chat/store/chat-state.ts';
import type { ReadAloud, ReadAloudState } from '../../features/chat/answer-voice.ts';
import type { ReplaceVoice, VoiceChoice } from '../../features/speech/store/stream-speech.ts';

export interface ReadAloudDependencies {
  engine: SpeechEngine;
  /** One of its own, so that a reading keeps its place. */
  player: SpeechPlayer;
  chatStore: ChatStore;
  chooseVoice(): VoiceChoice;
  ensureInstalled(model: string, voice: string): Promise<void>;
  replaceVoice: ReplaceVoice;
  /** Answers are to be read as they are written. */
  readsAnswers(): boolean;
  /** Called before it starts: whoever is speaking makes room. */
  onStart(): void;
}

/** Reads answers of the chat aloud, those that are still being written sentence by sentence. */
export function createReadAloud(dependencies: ReadAloudDependencies): ReadAloud {
  const { player, chatStore, chooseVoice, readsAnswers, onStart } = dependencies;
  const state = createObservable<ReadAloudState>({ messageId: null, problem: null, notice: '' });
  let stopper: AbortController | undefined;
  const note = (notice: string) => state.update((before) => ({ ...before, notice }));

  async function speak(messageId: string, controller: AbortController): Promise<void> {
    const choice = chooseVoice();
    if (choice.sampleRate) player.prepare(choice.sampleRate);
    // Nobody needs it before an answer is read.
    const { speakAnswer } = await import('./speak-answer.ts');
    const isHeard = await speakAnswer(
      { ...dependencies, choice, note },
      messageId,
      controller.signal,
    );
    if (!isHeard && stopper === controller) stop();
  }

  function start(messageId: string): void {
    stop();
    onStart();
    const controller = (stopper = new AbortController());
    state.update(() => ({ messageId, problem: null, notice: '' }));
    speak(messageId, controller).catch((thrown: unknown) => {
      const error = EngineError.from(thrown);
      if (stopper !== controller) return;
      state.update((before) => ({
        ...before,
        messageId: null,
        problem: error.code === 'aborted' ? null : error,
      }));
    });
  }

  function stop(): void {
    stopper?.abort();
    stopper = undefined;
    player.open(null);
    state.update((before) => ({ ...before, messageId: null }));
  }

  player.state.subscribe(
    ({ status }) =>
      status === 'ended' && state.update((before) => ({ ...before, messageId: null })),
  );
  chatStore.subscribe(({ run }, before) => {
    const isNew =
      run.status !== 'idle' &&
      (before.run.status === 'idle' || before.run.messageId !== run.messageId);
    if (isNew && readsAnswers()) start(run.messageId);
  });
  return {
    state,
    toggle: (messageId) => (state.getState().messageId === messageId ? stop() : start(messageId)),
    stop,
  };
}
