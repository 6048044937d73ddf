import { createStore, type StoreApi } from 'zustand/vanilla';
import { isElsewhere } from '../../engine-client/companion/companion-state.ts';
import type { SpeechPlayer } from '../../engine-client/speech-player.ts';
import { EngineError } from '../../engine/errors.ts';
import type { SpeechChunk, SpeechEngine, SpokenWord } from '../../engine/speech/speech-engine.ts';
import { loadSpeaking } from './store/load-speaking.ts';
import type { ReplaceVoice, VoiceChoice } from './store/stream-speech.ts';

export interface QuickSpeakerState {
  status: 'idle' | 'preparing' | 'speaking';
  /** What is being spoken. */
  text: string;
  /** The word that is heard, as a place in the text. */
  word: { start: number; end: number } | undefined;
  /** From the last call of `speak` to its first sound. */
  firstSoundMs: number | null;
  problem: EngineError | null;
  /** What of the last text was left out, or who read it instead, in a sentence; empty: nothing. */
  notice: string;
}

interface QuickSpeakerActions {
  /**
   * Gets the voice ready, so that the first word does not wait for it. Fetches the voice if it is
   * not here: half a second, once.
   */
  prepare(): Promise<void>;
  /**
   * Speaks a text, in place of what is being spoken. Call it in a click or key press: browsers
   * require that.
   */
  speak(text: string): void;
  stop(): void;
}
export type QuickSpeaker = StoreApi<QuickSpeakerState & QuickSpeakerActions>;

interface QuickSpeakerDependencies {
  engine: SpeechEngine;
  /** One of its own, so that a reading keeps its place. */
  player: SpeechPlayer;
  /** The voice that speaks, at the time of asking: one that is ready without a download. */
  chooseVoice(): VoiceChoice;
  ensureInstalled(model: string, voice: string): Promise<void>;
  /** Default: no voice speaks in place of another. */
  replaceVoice?: ReplaceVoice;
  /** Called before it starts: whoever is speaking makes room. */
  onStart(): void;
}

/**
 * A voice for one text after the other, for places that want to be heard and keep nothing: the
 * first screen.
 */
export function createQuickSpeaker(dependencies: QuickSpeakerDependencies): QuickSpeaker {
  const { engine, player, chooseVoice, ensureInstalled, replaceVoice, onStart } = dependencies;
  let stopper: AbortController | undefined;
  let words: SpokenWord[] = [];
  let askedAt = 0;

  return createStore<QuickSpeakerState & QuickSpeakerActions>()((set, get) => {
    async function run(text: string, choice: VoiceChoice, signal: AbortSignal): Promise<void> {
      const { createGrowingReading, streamSpeech, tellsListener } = await loadSpeaking();
      const reading = createGrowingReading();
      const { synthesize } = engine;
      let seconds = 0;
      const add = (chunk: SpeechChunk) => {
        const before = seconds;
        words.push(
          ...chunk.words.map((word) => ({ ...word, startSeconds: word.startSeconds + before })),
        );
        seconds += chunk.samples.length / chunk.sampleRate;
        reading.add(chunk);
      };
      const listener = { player, reading, isOpen: false };
      await streamSpeech(
        { synthesize, ensureInstalled, replaceVoice, choice, parts: [{ text, offset: 0 }] },
        {
          add,
          listener,
          onEvent: (event) => void (tellsListener(event) && set({ notice: event.reason })),
          onReplace: ({ notice }) => set({ notice }),
        },
        signal,
      );
      reading.complete();
      player.grow();
    }

    player.state.subscribe(({ status, positionSeconds }) => {
      if (get().status === 'idle') return;
      if (status === 'ended') set({ status: 'idle', word: undefined });
      if (status !== 'playing') return;
      if (get().status === 'preparing')
        set({ status: 'speaking', firstSoundMs: performance.now() - askedAt });
      const word = words.findLast(({ startSeconds }) => startSeconds <= positionSeconds);
      if (word?.start !== get().word?.start) set({ word });
    });

    return {
      status: 'idle',
      text: '',
      word: undefined,
      firstSoundMs: null,
      problem: null,
      notice: '',

      prepare() {
        void loadSpeaking().catch(() => undefined);
        const { model } = chooseVoice();
        // A companion has its own ready.
        if (isElsewhere(model)) return Promise.resolve();
        return ensureInstalled(model, '')
          .then(() => engine.load({ model }, new AbortController().signal))
          .then(
            () => undefined,
            () => undefined,
          );
      },
      speak(text) {
        get().stop();
        onStart();
        const controller = (stopper = new AbortController());
        words = [];
        askedAt = performance.now();
        const choice = chooseVoice();
        if (choice.sampleRate) player.prepare(choice.sampleRate);
        set({
          status: 'preparing',
          text,
          word: undefined,
          firstSoundMs: null,
          problem: null,
          notice: '',
        });
        run(text, choice, controller.signal).catch((thrown: unknown) => {
          if (stopper === controller) set({ status: 'idle', problem: EngineError.from(thrown) });
        });
      },
      stop() {
        stopper?.abort();
        stopper = undefined;
        player.open(null);
        set({ status: 'idle', word: undefined });
      },
    };
  });
}
