import type { EngineError } from '../../engine/errors.ts';
import { findCompleteEnd } from '../../engine/speech/text/complete-text.ts';
import { createGrowingReading } from '../../features/speech/store/growing-reading.ts';
import {
  skipSilent,
  streamSpeech,
  tellsListener,
  type TextPart,
  type VoiceChoice,
} from '../../features/speech/store/stream-speech.ts';
import type { ReadAloudDependencies } from './read-answers.ts';

type SpeakAnswerDependencies = Pick<
  ReadAloudDependencies,
  'engine' | 'player' | 'chatStore' | 'ensureInstalled' | 'replaceVoice'
> & {
  choice: VoiceChoice;
  /** Called with what cannot be read of the answer, and when another voice goes on. */
  note(notice: string): void;
};

/**
 * Speaks an answer, even while it is being written. Resolves with whether there was anything to
 * hear; throws what the engine throws.
 */
export async function speakAnswer(
  { engine, player, chatStore, choice, note, ...voices }: SpeakAnswerDependencies,
  messageId: string,
  signal: AbortSignal,
): Promise<boolean> {
  const reading = createGrowingReading();
  let silence: EngineError | undefined;
  const synthesize = skipSilent(engine.synthesize, (error) => {
    silence = error;
    if (error.code === 'language_not_supported') note(error.message);
  });
  await streamSpeech(
    { ...voices, synthesize, choice, parts: follow(chatStore, messageId, signal) },
    {
      add: reading.add,
      listener: { player, reading, isOpen: false },
      onEvent: (event) => void (tellsListener(event) && note(event.reason)),
      onReplace: ({ notice }) => note(notice),
    },
    signal,
  );
  reading.complete();
  player.grow();
  if (reading.lengths.length === 0 && silence?.code === 'language_not_supported') throw silence;
  return reading.lengths.length > 0;
}

type ChatStore = ReadAloudDependencies['chatStore'];

/** The answer in parts that can be spoken, as they come. */
async function* follow(
  chatStore: ChatStore,
  messageId: string,
  signal: AbortSignal,
): AsyncGenerator<TextPart> {
  let spoken = 0;
  for (;;) {
    const changed = whenChanged(chatStore, signal);
    const { text, isWhole } = look(chatStore, messageId);
    const end = isWhole ? text.length : findCompleteEnd(text, spoken);
    if (end > spoken) yield { text: text.slice(spoken, end), offset: spoken };
    spoken = Math.max(spoken, end);
    if (isWhole || signal.aborted) return;
    if (end === spoken) await changed;
  }
}

/** What there is of an answer, and whether more comes. */
function look(chatStore: ChatStore, messageId: string): { text: string; isWhole: boolean } {
  const { messages, run } = chatStore.getState();
  const isWriting = run.status !== 'idle' && run.messageId === messageId;
  return { text: messages[messageId]?.content ?? '', isWhole: !isWriting };
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
