import { createStore, type StoreApi } from 'zustand/vanilla';
import type { SpeechPlayer } from '../../../engine-client/speech-player.ts';
import { EngineError } from '../../../engine/errors.ts';
import type { SpeechEngine } from '../../../engine/speech/speech-engine.ts';
import { createGrowingReading } from '../store/growing-reading.ts';
import { streamSpeech, type VoiceChoice } from '../store/stream-speech.ts';

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
  chooseVoice(): VoiceChoice;
  ensureInstalled(model: string, voice: string): Promise<void>;
}

const SENTENCES: Readonly<Record<string, string>> = {
  en: 'The light was soft, and everything seemed possible.',
  es: 'La luz era suave y todo parecía posible.',
  fr: 'La lumière était douce, et tout semblait possible.',
  hi: 'रोशनी नरम थी, और सब कुछ संभव लग रहा था।',
  it: 'La luce era dolce e tutto sembrava possibile.',
  ko: '빛은 부드러웠고 모든 것이 가능해 보였다.',
  pt: 'A luz era suave e tudo parecia possível.',
};

export function createVoicePreviewStore(dependencies: VoicePreviewDependencies): VoicePreviewStore {
  const { engine, player, chooseVoice, ensureInstalled } = dependencies;
  let stopper: AbortController | undefined;
  return createStore<VoicePreviewState & VoicePreviewActions>()((set, get) => {
    player.state.subscribe(({ status }) => status === 'ended' && set({ voice: null }));

    async function make(voice: string, language: string, signal: AbortSignal): Promise<void> {
      const choice = { ...chooseVoice(), voice };
      if (choice.sampleRate) player.prepare(choice.sampleRate);
      const reading = createGrowingReading();
      const { synthesize } = engine;
      const text = SENTENCES[language.split('-')[0] ?? ''] ?? SENTENCES.en ?? '';
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
