import type { ComputeDevice } from '../device.ts';
import type { EngineHost } from '../host.ts';
import type { ChatManifest, Dtype } from '../models/manifest.ts';
import { isPlanned, planLoad } from '../models/load/plan-load.ts';
import type { ChatEngine, LoadedModel, ModelChoice } from './chat-engine.ts';
import type { LanguageModel } from './language-model.ts';
import { createPromptCache } from './decode/prompt-cache.ts';
import { createOneModelEngine } from './one-model-engine.ts';
import { writeAnswer, type ModelInMemory } from './write-answer.ts';
import { createTokenConstrainer } from './json/json-constraint.ts';

/** Reads a model from the host's store into memory. */
export type LoadLanguageModel = (
  host: EngineHost,
  manifest: ChatManifest,
  device: ComputeDevice,
  dtype: Dtype,
) => Promise<LanguageModel>;

interface Resident extends LoadedModel, ModelInMemory {
  manifest: ChatManifest;
}

/**
 * A chat engine that keeps one language model in memory and answers one request after the other.
 */
export function createLanguageModelChatEngine(
  host: EngineHost,
  loadModel: LoadLanguageModel,
): ChatEngine {
  let resident: Resident | undefined;

  async function ensureLoaded(choice: ModelChoice): Promise<Resident> {
    const plan = await planLoad(host, choice, 'chat');
    if (resident && isPlanned(resident, plan)) return resident;
    await freeModel(resident);
    resident = undefined;
    const begin = performance.now();
    const languageModel = await loadModel(host, plan.manifest, plan.device, plan.dtype);
    const adapter = plan.device === 'webgpu' ? (host.device.adapter?.name ?? null) : null;
    resident = {
      ...plan,
      model: plan.manifest.id,
      adapter,
      loadMs: performance.now() - begin,
      languageModel,
      cache: createPromptCache(languageModel),
      constrain: createTokenConstrainer(
        () => languageModel.readVocabulary(),
        languageModel.endTokens,
      ),
    };
    return resident;
  }

  return createOneModelEngine<Resident>({
    readResident: () => resident?.model,
    ensureLoaded,
    answer: writeAnswer,
  });
}

async function freeModel(resident: Resident | undefined): Promise<void> {
  if (!resident) return;
  await resident.cache.dispose();
  await resident.languageModel.dispose();
}
