import type { ModelsState } from '../../engine-client/models/models-state.ts';
import { findModel } from '../../engine-client/models/list-models.ts';
import { readCompanionId } from '../../engine/companion/companion-model.ts';
import { describeError } from '../../engine/error-sentences.ts';
import type { EngineError } from '../../engine/errors.ts';
import { BUILT_IN_SPEECH_MODEL } from '../../engine/models/catalog.ts';
import { sampleRateOf } from '../../engine/models/manifest.ts';
import type { Replacement, VoiceChoice } from '../../features/speech/store/stream-speech.ts';
import { nameVoice } from '../../features/speech/voices/name-voice.ts';
import { splitVoiceMix } from '../../features/speech/voices/voice-parts.ts';
import type { Settings } from '../../storage/settings.ts';
import { readVoice } from '../models/model-readiness.ts';

type Asked = Pick<VoiceChoice, 'model' | 'voice'>;
type VoiceSettings = Pick<Settings, 'device' | 'speechVoices' | 'speechOptions'>;

/** A voice of this device. */
interface LocalVoice {
  choice: VoiceChoice;
  /** For people. */
  name: string;
}

/**
 * The voice of this device that comes nearest to one of the companion: the same where model and voice
 * are here, otherwise the built-in model's, as it was chosen last.
 */
export function chooseLocalVoice(
  models: ModelsState,
  settings: VoiceSettings,
  asked: Asked,
): LocalVoice {
  const isSame = hasVoice(models, asked);
  const model = (isSame && readCompanionId(asked.model)) || BUILT_IN_SPEECH_MODEL;
  const voice = isSame ? asked.voice : readVoice(settings, model);
  const manifest = findModel(models, 'speech', model);
  return {
    choice: {
      ...{ model, voice, device: settings.device },
      sampleRate: manifest && sampleRateOf(manifest, voice),
      options: settings.speechOptions[voice || (manifest?.voices[0]?.id ?? '')] ?? {},
    },
    name: nameVoice(manifest, voice),
  };
}

/** Whether the companion's model is here as well, with all voices of a mix. */
function hasVoice({ installed }: ModelsState, { model, voice }: Asked): boolean {
  const here = installed?.find(({ manifest }) => manifest.id === readCompanionId(model));
  return (
    here?.manifest.task === 'speech' &&
    splitVoiceMix(voice).every(({ id }) => here.voices?.includes(id) ?? true)
  );
}

/** A voice of this device where the companion cannot be reached; no other failure has a way out. */
export function replaceLostVoice(
  models: ModelsState,
  settings: VoiceSettings,
  failure: EngineError,
  asked: Asked,
): Replacement | undefined {
  if (failure.code !== 'companion_unreachable') return undefined;
  const { choice, name } = chooseLocalVoice(models, settings, asked);
  const { sentence } = describeError(failure);
  return { choice, notice: `${sentence} ${name} on this device reads instead.` };
}
