import type { SpeechPlayer } from '../engine-client/speech-player.ts';
import { createObservable } from '../engine-client/observable.ts';
import { EngineError } from '../engine/errors.ts';
import type { SpeechEngine } from '../engine/speech/speech-engine.ts';
import type { ChatStore } from '../features/chat/chat-store.ts';
import type { ReadAloud, ReadAloudState } from '../features/chat/read-aloud.ts';
import { createGrowingReading } from '../features/speech/growing-reading.ts';
import { skipSilent, streamSpeech, type TextPart, type VoiceChoice } from '../features/speech/stream-speech.ts';

interface ReadAloudDependencies {
  engine: SpeechEngine;
  /** One of its own, so that a reading keeps its place. */
  player: SpeechPlayer;
  chatStore: ChatStore;
  chooseVoice(): VoiceChoice;
  ensureInstalled(model: string, voice: string): Promise<void>;
  /** Answers are to be read as they are written. */
  readsAnswers(): boolean;
  /** Called before it begins: whoever speaks makes room. */
  onStart(): void;
}

/** Reads answers of the chat aloud, those that are still being written sentence by sentence. */
export function createReadAloud(dependencies: ReadAloudDependencies): ReadAloud {
  const { engine, player, chatStore, chooseVoice, ensureInstalled, readsAnswers, onStart } = dependencies;
  const state = createObservable<ReadAloudState>({ messageId: null, problem: null });
  let stopper: AbortController | undefined;

  /** What there is of an answer, and whether more comes. */
  function look(messageId: string): { text: string; isWhole: boolean } {
    const { messages, run } = chatStore.getState();
    const message = messages[messageId];
    const isWriting = run.status !== 'idle' && run.messageId === messageId;
    return { text: message?.content ?? '', isWhole: !isWriting };
  }

  /** The answer in parts that can be spoken, as they come. */
  async function* follow(messageId: string, signal: AbortSignal): AsyncGenerator<TextPart> {
    // With its tables of abbreviations, which nobody needs before an answer is read.
    const { findCompleteEnd } = await import('../engine/speech/text/complete-text.ts');
    let spoken = 0;
    for (;;) {
      const changed = whenChanged(chatStore, signal);
      const { text, isWhole } = look(messageId);
      const end = isWhole ? text.length : findCompleteEnd(text, spoken);
      if (end > spoken) yield { text: text.slice(spoken, end), offset: spoken };
      spoken = Math.max(spoken, end);
      if (isWhole || signal.aborted) return;
      if (end === spoken) await changed;
    }
  }

  async function speak(messageId: string, signal: AbortSignal): Promise<void> {
    const choice = chooseVoice();
    if (choice.sampleRate) player.prepare(choice.sampleRate);
    const reading = createGrowingReading();
    let silence: EngineError | undefined;
    const synthesize = skipSilent(engine.synthesize, (error) => (silence = error));
    await streamSpeech(
      { synthesize, ensureInstalled, choice, parts: follow(messageId, signal) },
      { add: reading.add, listener: { player, reading, isOpen: false } },
      signal,
    );
    reading.complete();
    player.grow();
    if (reading.lengths.length > 0) return;
    if (silence?.code === 'language_not_supported') throw silence;
    stop();
  }

  function start(messageId: string): void {
    stop();
    onStart();
    const controller = (stopper = new AbortController());
    state.update(() => ({ messageId, problem: null }));
    speak(messageId, controller.signal).catch((thrown: unknown) => {
      const error = EngineError.from(thrown);
      if (stopper !== controller) return;
      state.update(() => ({ messageId: null, problem: error.code === 'aborted' ? null : error }));
    });
  }

  function stop(): void {
    stopper?.abort();
    stopper = undefined;
    player.open(null);
    state.update((before) => ({ ...before, messageId: null }));
  }

  player.state.subscribe(
    ({ status }) => status === 'ended' && state.update((before) => ({ ...before, messageId: null })),
  );
  chatStore.subscribe(({ run }, before) => {
    const isNew = run.status !== 'idle' && (before.run.status === 'idle' || before.run.messageId !== run.messageId);
    if (isNew && readsAnswers()) start(run.messageId);
  });
  return {
    state,
    toggle: (messageId) => (state.getState().messageId === messageId ? stop() : start(messageId)),
    stop,
  };
}

/** Resolves when the store changes, or the signal fires. */
function whenChanged(store: ChatStore, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      unsubscribe();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const unsubscribe = store.subscribe(done);
    signal.addEventListener('abort', done, { once: true });
  });
}
