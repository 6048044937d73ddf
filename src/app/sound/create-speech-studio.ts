import type { Engines } from '../../engine-client/engines.ts';
import { isElsewhere, type CompanionState } from '../../engine-client/companion/companion-state.ts';
import { findSpeakingModel } from '../../engine-client/companion/speaking-model.ts';
import { findModel } from '../../engine-client/models/list-models.ts';
import type { Observable } from '../../engine-client/observable.ts';
import {
  createSpeechPlayer,
  type PlayerState,
  type SpeechPlayer,
} from '../../engine-client/speech-player.ts';
import { COMPANION_SAMPLE_RATE } from '../../engine/companion/companion-model.ts';
import { BUILT_IN_SPEECH_MODEL } from '../../engine/models/catalog.ts';
import { sampleRateOf } from '../../engine/models/manifest.ts';
import type { ChatStore } from '../../features/chat/store/chat-state.ts';
import type { ReadAloud } from '../../features/chat/answer-voice.ts';
import type { SettingsStore } from '../../features/settings/settings-store.ts';
import { createQuickSpeaker, type QuickSpeaker } from '../../features/speech/quick-speaker.ts';
import type { SpeechStore } from '../../features/speech/store/speech-state.ts';
import { createSpeechStore } from '../../features/speech/store/speech-store.ts';
import type { ReplaceVoice, VoiceChoice } from '../../features/speech/store/stream-speech.ts';
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
   * The built-in voice, or the chosen one of the companion, for one text after the other: `<QuickVoice speaker={studio.quickSpeaker}
   * …/>`.
   */
  quickSpeaker: QuickSpeaker;
  /** What is playing of all these. */
  heard: HeardSound;
  soundSaver: SoundSaver;
}

/** What speaks, here and on the companion. */
interface SpeechSources extends Pick<Engines, 'speech' | 'models'> {
  companion: Observable<CompanionState>;
}

export function createSpeechStudio(
  readings: ReadingStore,
  { speech, models, companion }: SpeechSources,
  settings: SettingsStore,
  chatStore: ChatStore,
): SpeechStudio {
  const [player, answerPlayer, quickPlayer] = [
    createSpeechPlayer(),
    createSpeechPlayer(),
    createSpeechPlayer(),
  ];
  player.setRate(settings.getState().speechRate);
  const chooseVoice = (voice?: string) =>
    chooseFromSettings(settings, { models, companion }, voice);
  const replaceVoice: ReplaceVoice = async (failure, asked) => {
    const { replaceLostVoice } = await import('./replace-voice.ts');
    return replaceLostVoice(models.state.getState(), settings.getState(), failure, asked);
  };
  const shared = {
    engine: speech,
    chooseVoice,
    ensureInstalled: (model: string, voice: string) => ensureInstalled(models, model, voice),
  };
  const speechStore = createSpeechStore({ ...shared, player, readings, replaceVoice });
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
    replaceVoice,
    readsAnswers: () => settings.getState().readsAnswers,
    onStart() {
      leaveReading();
      quickSpeaker.getState().stop();
    },
  });
  const quickSpeaker = createQuickSpeaker({
    ...shared,
    player: quickPlayer,
    chooseVoice: () => chooseQuickVoice(chooseVoice(), models),
    replaceVoice,
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
  { models, companion }: Pick<SpeechSources, 'models' | 'companion'>,
  asked?: string,
): VoiceChoice {
  const all = settings.getState();
  const choice = readChoice(all, 'speech');
  const voice = asked ?? readVoice(all, choice.model);
  const known = models.state.getState();
  const manifest = findModel(known, 'speech', choice.model);
  const first = findSpeakingModel(known, companion.getState(), choice.model)?.voices[0]?.id ?? '';
  return {
    ...choice,
    voice,
    sampleRate: isElsewhere(choice.model)
      ? COMPANION_SAMPLE_RATE
      : manifest && sampleRateOf(manifest, voice),
    options: all.speechOptions[voice || first] ?? {},
  };
}

/** The built-in voice is ready at once, and a companion has its own ready; others take their time. */
function chooseQuickVoice(chosen: VoiceChoice, { state }: Engines['models']): VoiceChoice {
  if (isElsewhere(chosen.model)) return chosen;
  const model = BUILT_IN_SPEECH_MODEL;
  const sampleRate = findModel(state.getState(), 'speech', model)?.sampleRate;
  return { model, voice: '', device: 'auto', sampleRate };
}
