import { useStore } from 'zustand';
import { chooseVoiceFor, readVoice } from '../models/model-readiness.ts';
import type { VoiceOptions } from '../../engine/speech/speech-engine.ts';
import type { Settings } from '../../storage/settings.ts';
import type { Studio } from '../studio.ts';

/**
 * What speaks where nothing else is chosen, and how fast it is heard: the one place that reads and
 * changes it.
 */
export interface DefaultVoice {
  /** Id of the speech model. */
  model: string;
  /** Voice or mix of that model; empty: its first. */
  voice: string;
  /** 0.5 to 3. */
  rate: number;
  /**
   * Chooses a voice or mix of a model; each model remembers its own. Default: of the present model.
   */
  chooseVoice(voice: string, model?: string): void;
  /** What is changed of the present model's voices, by their ids. */
  options: Settings['speechOptions'];
  changeOptions(voiceId: string, options: VoiceOptions): void;
  /** Also of what is playing now. */
  changeRate(rate: number): void;
}

export function useDefaultVoice({
  settings,
  player,
}: Pick<Studio, 'settings' | 'player'>): DefaultVoice {
  const present = useStore(settings);
  const { speechModel, speechRate, change } = present;
  return {
    model: speechModel,
    voice: readVoice(present, speechModel),
    rate: speechRate,
    chooseVoice(voice, model = speechModel) {
      change(chooseVoiceFor(present, model, voice));
    },
    options: present.speechOptions,
    changeOptions(voiceId, options) {
      change({ speechOptions: { ...present.speechOptions, [voiceId]: options } });
    },
    changeRate(rate) {
      player.setRate(rate);
      change({ speechRate: rate });
    },
  };
}
