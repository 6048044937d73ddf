import type { Engines } from '../../engine-client/engines.ts';
import { findModel } from '../../engine-client/models/list-models.ts';
import {
  createSpeechPlayer,
  type PlayerState,
  type SpeechPlayer,
} from '../../engine-client/speech-player.ts';
import { BUILT_IN_SPEECH_MODEL } from '../../engine/models/catalog.ts';
import { sampleRateOf } from '../../engine/models/manifest.ts';
import type { ChatStore } from '../../features/chat/store/chat-state.ts';
import type { ReadAloud } from '../../features/chat/answer-voice.ts';
import type { SettingsStore } from '../../features/settings/settings-store.ts';
import { createQuickSpeaker, type QuickSpeaker } from '../../features/speech/quick-speaker.ts';
import type { SpeechStore } from '../../features/speech/store/speech-state.ts';
import { createSpeechStore } from '../../features/speech/store/speech-store.ts';
import type { VoiceChoice } from '../../features/speech/store/stream-speech.ts';
import {
  createVoicePreviewStore,
  type VoicePreviewStore,
} from '../../features/speech/voices/voice-preview-store.ts';
import type { ReadingStore } from '../../storage/readings.ts';
import { ensureInstalled, readChoice, readVoice } from '../models/model-readiness.ts';
import { createHeardSound, type HeardSound } from './heard.ts';
import { createReadAloud } from './read-answers.ts';
import { createSoundSaver, type SoundSaver } from './sound-saver.ts';

/** Everything that speaks. */
export interface SpeechStudio {
  speechStore: SpeechStore;
  voicePreview: VoicePreviewStore;
  player: SpeechPlayer;
  readAloud: ReadAloud;
  /**
   * The built-in voice for one text after the other: `<QuickVoice speaker={studio.quickSpeaker}
   * …/>`.
   */
  quickSpeaker: QuickSpeaker;
  /** What is playing of all these. */
  heard: HeardSound;
  soundSaver: SoundSaver;
}

export function createSpeechStudio(
  readings: ReadingStore,
  { speech, models }: Engines,
  settings: SettingsStore,
  chatStore: ChatStore,
): SpeechStudio {
  const [player, answerPlayer, quickPlayer] = [
    createSpeechPlayer(),
    createSpeechPlayer(),
    createSpeechPlayer(),
  ];
  player.setRate(settings.getState().speechRate);
  const chooseVoice = (voice?: string) => chooseFromSettings(settings, models, voice);
  const shared = {
    engine: speech,
    chooseVoice,
    ensureInstalled: (model: string, voice: string) => ensureInstalled(models, model, voice),
  };
  const speechStore = createSpeechStore({ ...shared, player, readings });
  const voicePreview = createVoicePreviewStore({ ...shared, player: createSpeechPlayer() });
  void speechStore.getState().restore();
  function leaveReading(): void {
    speechStore.getState().stop();
    player.pause();
  }
  const readAloud = createReadAloud({
    ...shared,
    player: answerPlayer,
    chatStore,
    readsAnswers: () => settings.getState().readsAnswers,
    onStart() {
      leaveReading();
      quickSpeaker.getState().stop();
    },
  });
  const quickSpeaker = createQuickSpeaker({
    ...shared,
    player: quickPlayer,
    model: BUILT_IN_SPEECH_MODEL,
    sampleRate: findSampleRate(models, BUILT_IN_SPEECH_MODEL) ?? 16000,
    onStart() {
      leaveReading();
      readAloud.stop();
    },
  });
  const isOn = ({ status }: PlayerState) => status === 'playing' || status === 'waiting';
  player.state.subscribe((state, before) => {
    // One voice at a time.
    if (!isOn(state) || isOn(before)) return;
    readAloud.stop();
    quickSpeaker.getState().stop();
  });
  return {
    speechStore,
    voicePreview,
    player,
    readAloud,
    quickSpeaker,
    heard: createHeardSound({
      speechStore,
      player,
      readAloud,
      answerPlayer,
      chatStore,
      quickSpeaker,
      quickPlayer,
    }),
    // The engine does one thing after the other, and a reading waits for its listener.
    soundSaver: createSoundSaver({ ...shared, onStart: () => speechStore.getState().stop() }),
  };
}

function chooseFromSettings(
  settings: SettingsStore,
  models: Engines['models'],
  asked?: string,
): VoiceChoice {
  const all = settings.getState();
  const choice = readChoice(all, 'speech');
  const voice = asked ?? readVoice(all, choice.model);
  const manifest = findModel(models.state.getState(), 'speech', choice.model);
  return {
    ...choice,
    voice,
    sampleRate: manifest && sampleRateOf(manifest, voice),
    options: all.speechOptions[voice || (manifest?.voices[0]?.id ?? '')] ?? {},
  };
}

function findSampleRate(models: Engines['models'], id: string): number | undefined {
  return findModel(models.state.getState(), 'speech', id)?.sampleRate;
}
