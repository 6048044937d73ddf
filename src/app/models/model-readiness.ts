import { isElsewhere } from '../../engine-client/companion/companion-state.ts';
import type { MarksState } from '../../engine-client/models/model-marks.ts';
import type { ModelsClient } from '../../engine-client/models/models-client.ts';
import type { Observable } from '../../engine-client/observable.ts';
import type { DevicePreference } from '../../engine/device.ts';
import { EngineError } from '../../engine/errors.ts';
import {
  BUILT_IN_CHAT_MODEL,
  BUILT_IN_IMAGE_MODEL,
  BUILT_IN_SPEECH_MODEL,
} from '../../engine/models/catalog.ts';
import type { ModelTask } from '../../engine/models/manifest.ts';
import type { LoadedModel } from '../../engine/models/model-choice.ts';
import { splitVoiceMix } from '../../features/speech/voices/voice-parts.ts';
import type { Settings } from '../../storage/settings.ts';

/** The kinds of work that people choose a model for. */
export const CHOSEN_TASKS = ['chat', 'image', 'speech'] as const satisfies readonly ModelTask[];
export type ChosenTask = (typeof CHOSEN_TASKS)[number];

interface TaskModels {
  /** The setting that has the id of the chosen model. */
  setting: 'chatModel' | 'imageModel' | 'speechModel';
  builtIn: string;
  /** The engine that runs them: the name of its client in the studio, and of its worker. */
  client: 'chat' | 'diffusion' | 'speech';
}

/** Everything about a kind of work that differs from one kind to the next. */
export const TASK_MODELS: Readonly<Record<ChosenTask, TaskModels>> = {
  chat: { setting: 'chatModel', builtIn: BUILT_IN_CHAT_MODEL, client: 'chat' },
  image: { setting: 'imageModel', builtIn: BUILT_IN_IMAGE_MODEL, client: 'diffusion' },
  speech: { setting: 'speechModel', builtIn: BUILT_IN_SPEECH_MODEL, client: 'speech' },
};

export function isChosenTask(task: ModelTask): task is ChosenTask {
  return CHOSEN_TASKS.some((chosen) => chosen === task);
}

type VoiceSettings = Pick<Settings, 'speechVoices'>;
type ModelSettings = Pick<Settings, TaskModels['setting'] | 'device'> & VoiceSettings;

/** The model that is chosen for a kind of work, and where it is to run. */
export function readChoice(
  settings: ModelSettings,
  task: ChosenTask,
): { model: string; device: DevicePreference } {
  return { model: settings[TASK_MODELS[task].setting], device: settings.device };
}

/** The voice or mix that is chosen for a model; empty for its first, and for one without voices. */
export function readVoice({ speechVoices }: VoiceSettings, model: string): string {
  return speechVoices[model] ?? '';
}

/** The change of settings that chooses a voice or mix; each model remembers its own. */
export function chooseVoiceFor(
  { speechVoices }: VoiceSettings,
  model: string,
  voice: string,
): Pick<Settings, 'speechModel' | 'speechVoices'> {
  return { speechModel: model, speechVoices: { ...speechVoices, [model]: voice } };
}

/** The change of settings that chooses a model. */
export function chooseFor(
  task: ChosenTask,
  model: string,
): Partial<Pick<Settings, TaskModels['setting']>> {
  return { [TASK_MODELS[task].setting]: model };
}

type InstalledModels = Pick<ModelsClient, 'state' | 'readInstalled' | 'install'>;

/**
 * Fetches a built-in model that is not here yet, or not in this version, and the voices of any
 * model that speaks: half a megabyte each. Other models are downloaded when the user says so.
 * Throws `model_not_installed`.
 */
export async function ensureInstalled(
  models: InstalledModels,
  modelId: string,
  voice = '',
): Promise<void> {
  // The companion has it, or says that it has not.
  if (isElsewhere(modelId)) return;
  const installed = await models.readInstalled();
  const here = installed.find(({ manifest }) => manifest.id === modelId);
  const known = models.state.getState().catalog.find(({ id }) => id === modelId) ?? here?.manifest;
  const isBuiltIn = known?.origin === 'built-in';
  if (!here && !isBuiltIn)
    throw new EngineError('model_not_installed', `${modelId} is not on this device.`, {
      details: { title: known?.title ?? modelId },
    });
  const isSpeech = known?.task === 'speech';
  if (!isBuiltIn && !isSpeech) return;
  const voices = splitVoiceMix(voice).map(({ id }) => id);
  const dtype = isSpeech ? here?.dtypes[0] : undefined;
  await models
    .install(modelId, {
      device: 'auto',
      ...(dtype ? { dtype } : {}),
      ...(voices.length > 0 ? { voices } : {}),
    })
    .catch((thrown: unknown) => {
      // Offline with the version before this one: it does as well as it did.
      if (!here || !voices.every((each) => here.voices?.includes(each))) throw thrown;
    });
}

/** A client as far as a model is got ready in it. */
interface LoadingClient {
  readonly resident: Observable<Pick<LoadedModel, 'model'> | null>;
  /** Starts what does not depend on the model's files. */
  prepare?(model: string, device: DevicePreference): void;
  load(
    choice: { model: string; device: DevicePreference; voice?: string },
    signal: AbortSignal,
  ): Promise<unknown>;
}

/** What a model is got ready with: the studio, or as much of it. */
interface WarmUpContext extends Record<TaskModels['client'], LoadingClient> {
  models: InstalledModels;
  settings: { getState(): ModelSettings };
  isSavingData: { getState(): boolean };
  modelMarks: {
    state: { getState(): Pick<MarksState, 'marked' | 'failed'> };
  };
}

/**
 * Gets the chosen model for a kind of work ready, so that the first answer, picture or word does
 * not wait for it. Failures wait for the first request.
 */
export async function warmUp(context: WarmUpContext, task: ChosenTask): Promise<void> {
  const settings = context.settings.getState();
  const { model, device } = readChoice(settings, task);
  const voice = readVoice(settings, model);
  const client = context[TASK_MODELS[task].client];
  if (client.resident.getState()?.model === model || !mayWarmUp(context, task, model)) return;
  client.prepare?.(model, device);
  const choice = { model, device, ...(voice ? { voice } : {}) };
  await ensureInstalled(context.models, model, voice)
    .then(() => client.load(choice, new AbortController().signal))
    .catch(() => undefined);
}

/**
 * Not when data is to be saved, only what is here or comes with the program, and nothing that failed
 * or had to be ended the last time.
 */
function mayWarmUp(
  { isSavingData, models, modelMarks }: WarmUpContext,
  task: ChosenTask,
  model: string,
): boolean {
  const { marked, failed } = modelMarks.state.getState();
  if (isSavingData.getState() || marked.includes(model) || model in failed) return false;
  if (model === TASK_MODELS[task].builtIn) return true;
  const { installed } = models.state.getState();
  return installed?.some(({ manifest }) => manifest.id === model) ?? false;
}
