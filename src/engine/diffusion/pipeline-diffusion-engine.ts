import { EngineError, throwIfAborted } from '../errors.ts';
import type { ComputeHost } from '../host.ts';
import { isForTask, sizeOfVariant, type ImageManifest } from '../models/manifest.ts';
import { describeLoaded, type LoadedModel } from '../models/model-choice.ts';
import { isPlanned, planLoad, type LoadPlan } from '../models/load/plan-load.ts';
import { openStoredFiles } from '../models/store/open-stored-files.ts';
import { createTurns } from '../turns.ts';
import type { DiffusionEngine, ImageModelChoice } from './diffusion-engine.ts';
import type { DiffusionPipeline } from './diffusion-pipeline.ts';
import { generateImages } from './generate-images.ts';
import type { ForeignGraph, Residency } from './networks/graph-pool.ts';
import { loadPipeline } from './load-pipeline.ts';
import { checkRequest } from './plan/plan-request.ts';
import { loadPromptReader, type PromptReader } from './prompts/prompt-reader.ts';

interface Resident extends LoadedModel {
  manifest: ImageManifest;
  residency: Residency;
  pipeline: DiffusionPipeline;
  /** Whether the networks are in memory too, not only the tokenizers. */
  isWarm: boolean;
}

/** A diffusion engine that keeps one model in memory and answers one request after the other. */
export function createDiffusionEngine(host: ComputeHost): DiffusionEngine {
  const turns = createTurns();
  const models = createResidentModel(host);
  /** Tokenizers of the model whose prompt was measured last. */
  let reading: { model: string; reader: Promise<PromptReader> } | undefined;
  return {
    async load(choice, signal) {
      const release = await turns.take(signal);
      try {
        return describeLoaded(await models.ensureWarm(choice));
      } catch (thrown) {
        throw await models.forgetBroken(thrown);
      } finally {
        release();
      }
    },
    async measurePrompt(model, prompt) {
      const loaded = models.find(model);
      if (loaded) return loaded.pipeline.measurePrompt(prompt);
      const reader = reading?.model === model ? reading.reader : readPrompts(host, model);
      reading = { model, reader };
      reader.catch(() => (reading = undefined));
      return (await reader).measure(prompt);
    },
    async *generate(request, signal) {
      checkRequest(request);
      const release = await turns.take(signal);
      try {
        if (!models.find(request.model)?.isWarm) yield { type: 'load-start', model: request.model };
        const loaded = await models.ensureWarm(request);
        yield { type: 'load-end', ...describeLoaded(loaded) };
        throwIfAborted(signal);
        yield* generateImages(loaded, request, signal);
      } catch (thrown) {
        throw await models.forgetBroken(thrown);
      } finally {
        release();
      }
    },
  };
}

/** The one model in memory. */
function createResidentModel(host: ComputeHost) {
  let resident: Resident | undefined;
  async function unload(): Promise<void> {
    const before = resident;
    resident = undefined;
    await before?.pipeline.dispose();
  }
  async function ensureLoaded(choice: ImageModelChoice): Promise<Resident> {
    const plan = await planImageLoad(host, choice);
    if (resident && isPlanned(resident, plan) && resident.residency === plan.residency)
      return resident;
    await unload();
    return (resident = await loadModel(host, plan));
  }
  return {
    find: (model: string) => (resident?.model === model ? resident : undefined),
    /** With the networks in memory. */
    async ensureWarm(choice: ImageModelChoice): Promise<Resident> {
      const loaded = await ensureLoaded(choice);
      if (loaded.isWarm) return loaded;
      const begin = performance.now();
      await loaded.pipeline.warmUp();
      resident = { ...loaded, isWarm: true, loadMs: loaded.loadMs + performance.now() - begin };
      return resident;
    },
    /** After some errors, the runtime's memory cannot be trusted. */
    async forgetBroken(thrown: unknown): Promise<EngineError> {
      const error = EngineError.from(thrown);
      if (error.code === 'device_lost' || error.code === 'out_of_memory')
        await unload().catch(() => undefined);
      return error;
    },
  };
}

async function loadModel(host: ComputeHost, plan: ImageLoadPlan): Promise<Resident> {
  const begin = performance.now();
  const { ort, executionProvider, arithmetic } = await host.loadCompute(plan.device);
  const files = openStoredFiles(host.weights, plan.manifest, plan.dtype);
  const pipeline = await loadPipeline(ort, files, plan.manifest.pipeline, {
    executionProvider,
    arithmetic,
    residency: plan.residency,
    rewriting: host.rewriting,
    findPreviewDecoder: () => findPreviewDecoder(host, plan.manifest),
  });
  const adapter = plan.device === 'webgpu' ? (host.device.adapter?.name ?? null) : null;
  const loadMs = performance.now() - begin;
  return { ...plan, model: plan.manifest.id, adapter, pipeline, isWarm: false, loadMs };
}

/** The model for previews of this one's latents, if it is installed by now. */
async function findPreviewDecoder(
  host: ComputeHost,
  { pipeline: { latents } }: ImageManifest,
): Promise<ForeignGraph | undefined> {
  const { previewModel } = latents;
  const { manifest, dtypes } = (previewModel && (await host.findModel(previewModel))) || {};
  const [dtype] = dtypes ?? [];
  if (!manifest || !dtype || !isForTask(manifest, 'preview')) return undefined;
  host.noteUse?.(manifest.id);
  return { files: openStoredFiles(host.weights, manifest, dtype), path: manifest.graph };
}

/** Only what reads prompts, for a model that need not be in memory. */
async function readPrompts(host: ComputeHost, model: string): Promise<PromptReader> {
  const { manifest, dtype } = await planLoad(host, { model }, 'image');
  return loadPromptReader(openStoredFiles(host.weights, manifest, dtype), manifest.pipeline);
}

interface ImageLoadPlan extends LoadPlan<ImageManifest> {
  residency: Residency;
}

async function planImageLoad(host: ComputeHost, choice: ImageModelChoice): Promise<ImageLoadPlan> {
  const plan = await planLoad(host, choice, 'image');
  const budget = choice.memoryBudgetBytes ?? host.weightBudgetBytes[plan.device] ?? Infinity;
  const residency =
    (sizeOfVariant(plan.manifest, plan.dtype) ?? 0) > budget ? 'sequential' : 'together';
  return { ...plan, residency };
}
