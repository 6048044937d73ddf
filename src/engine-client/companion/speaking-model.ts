import type { CompanionVoice } from '../../engine/companion/companion-model.ts';
import type { SpeechManifest, VoiceManifest } from '../../engine/models/manifest.ts';
import { findModel } from '../models/list-models.ts';
import type { ModelsState } from '../models/models-state.ts';
import { findCompanionModel, type CompanionState } from './companion-state.ts';

/** A voice as people choose it. */
export interface SpeakingVoice extends CompanionVoice {
  /** Of a voice of this device: what is fetched for it. */
  file?: VoiceManifest['file'] | undefined;
  /** Of a voice of this device: nothing has to be fetched any more. */
  isHere?: boolean;
}

/** A model that speaks, here or on the companion, as far as people choose by it. */
export interface SpeakingModel {
  title: string;
  /** The first is the default; empty where the companion lists none. */
  voices: readonly SpeakingVoice[];
  /** Voices can be mixed by weights. */
  canMixVoices: boolean;
  /** Its voices take a speaker, a length and noise. */
  hasVoiceSettings: boolean;
}

export function findSpeakingModel(
  models: ModelsState,
  companion: Pick<CompanionState, 'models'>,
  id: string,
): SpeakingModel | undefined {
  const remote = findCompanionModel(companion, id);
  if (!remote) return fromManifest(findModel(models, 'speech', id), models);
  const { title, voices = [], capabilities } = remote;
  return {
    title,
    voices,
    canMixVoices: capabilities.includes('voice_mix'),
    hasVoiceSettings: capabilities.includes('voice_settings'),
  };
}

function fromManifest(
  manifest: SpeechManifest | undefined,
  { installed }: ModelsState,
): SpeakingModel | undefined {
  if (!manifest) return undefined;
  const here = installed?.find((model) => model.manifest.id === manifest.id)?.voices ?? [];
  const voices = manifest.voices.map((voice) => ({ ...voice, isHere: here.includes(voice.id) }));
  return { ...manifest, voices, hasVoiceSettings: manifest.engine === 'piper' };
}
