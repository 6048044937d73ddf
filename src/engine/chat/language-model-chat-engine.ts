import type { ComputeDevice } from '../device.ts';
import { throwIfAborted } from '../errors.ts';
import type { EngineHost } from '../host.ts';
import type { ChatManifest, Dtype } from '../models/manifest.ts';
import { describeLoaded } from '../models/model-choice.ts';
import { isPlanned, planLoad } from '../models/load/plan-load.ts';
import { createTurns } from '../turns.ts';
import type { ChatEngine, LoadedModel, ModelChoice } from './chat-engine.ts';
import { checkRequest } from './check-request.ts';
import type { LanguageModel } from './language-model.ts';
import { createPromptCache } from './decode/prompt-cache.ts';
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
  const turns = createTurns();
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

  return {
    async load(choice, signal) {
      const release = await turns.take(signal);
      try {
        return describeLoaded(await ensureLoaded(choice));
      } finally {
        release();
      }
    },
    async *generate(request, signal) {
      checkRequest(request);
      const release = await turns.take(signal);
      try {
        if (resident?.model !== request.model) yield { type: 'load-start', model: request.model };
        const loaded = await ensureLoaded(request);
        yield { type: 'load-end', ...describeLoaded(loaded) };
        throwIfAborted(signal);
        yield* writeAnswer(loaded, request, signal);
      } finally {
        release();
      }
    },
  };
}

async function freeModel(resident: Resident | undefined): Promise<void> {
  if (!resident) return;
  await resident.cache.dispose();
  await resident.languageModel.dispose();
}
