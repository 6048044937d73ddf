import { createStore, type StoreApi } from 'zustand/vanilla';
import type { SpeechPlayer } from '../../../engine-client/speech-player.ts';
import { EngineError, throwIfAborted } from '../../../engine/errors.ts';
import type { SpeechEngine } from '../../../engine/speech/speech-engine.ts';
import { loadSpeaking } from '../store/load-speaking.ts';
import type { VoiceChoice } from '../store/stream-speech.ts';

export interface VoicePreviewState {
  /** Voice or mix that is being made or heard. */
  voice: string | null;
  problem: EngineError | null;
}

interface VoicePreviewActions {
  /** Speaks a sentence in a voice of the chosen model. A second press stops it. */
  toggle(voice: string, language: string): Promise<void>;
  stop(): void;
}
export type VoicePreviewStore = StoreApi<VoicePreviewState & VoicePreviewActions>;

interface VoicePreviewDependencies {
  engine: SpeechEngine;
  /** One of its own, so that a reading keeps its place. */
  player: SpeechPlayer;
  chooseVoice(voice?: string): VoiceChoice;
  ensureInstalled(model: string, voice: string): Promise<void>;
}

export function createVoicePreviewStore(dependencies: VoicePreviewDependencies): VoicePreviewStore {
  const { engine, player, chooseVoice, ensureInstalled } = dependencies;
  let stopper: AbortController | undefined;
  return createStore<VoicePreviewState & VoicePreviewActions>()((set, get) => {
    player.state.subscribe(({ status }) => status === 'ended' && set({ voice: null }));

    async function make(voice: string, language: string, signal: AbortSignal): Promise<void> {
      const choice = { ...chooseVoice(voice), voice };
      if (choice.sampleRate) player.prepare(choice.sampleRate);
      const { synthesize } = engine;
      const [{ previewSentenceOf }, { createGrowingReading, streamSpeech }] = await Promise.all([
        import('./preview-sentences.ts'),
        loadSpeaking(),
      ]);
      throwIfAborted(signal);
      const reading = createGrowingReading();
      const text = previewSentenceOf(language);
      await streamSpeech(
        { synthesize, ensureInstalled, choice, parts: [{ text, offset: 0 }] },
        { add: reading.add, listener: { player, reading, isOpen: false } },
        signal,
      );
      reading.complete();
      player.grow();
    }

    return {
      voice: null,
      problem: null,
      async toggle(voice, language) {
        const isSame = get().voice === voice;
        get().stop();
        if (isSame) return;
        const controller = (stopper = new AbortController());
        set({ voice, problem: null });
        await make(voice, language, controller.signal).catch((thrown: unknown) => {
          if (stopper === controller) set({ voice: null, problem: EngineError.from(thrown) });
        });
      },
      stop() {
        stopper?.abort();
        stopper = undefined;
        player.open(null);
        set({ voice: null });
      },
    };
  });
}
