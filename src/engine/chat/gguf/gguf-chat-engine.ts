import { EngineError } from '../../errors.ts';
import type { EngineHost } from '../../host.ts';
import { checkGguf, fitContext } from '../../models/gguf/check-gguf.ts';
import { readGgufHeader } from '../../models/gguf/read-gguf-header.ts';
import { isPlanned, planLoad, type LoadPlan } from '../../models/load/plan-load.ts';
import type { ChatManifest } from '../../models/manifest.ts';
import type { LoadedModel, ModelChoice } from '../../models/model-choice.ts';
import { openStoredFiles } from '../../models/store/open-stored-files.ts';
import type { ChatEngine } from '../chat-engine.ts';
import { createOneModelEngine } from '../one-model-engine.ts';
import { compileGgufTemplate } from './gguf-template.ts';
import type { LoadLlamaModel } from './llama-model.ts';
import { writeGgufAnswer, type GgufInMemory } from './write-gguf-answer.ts';

/** What WebAssembly can address here: wllama asks for no more. */
const HEAP_BYTES = 2 ** 32;

interface Resident extends LoadedModel, GgufInMemory {}

/** Chat with models in GGUF from the host's weight store, by llama.cpp. */
export function createGgufChatEngine(host: EngineHost, loadModel: LoadLlamaModel): ChatEngine {
  let resident: Resident | undefined;

  async function unload(): Promise<void> {
    const unloaded = resident;
    resident = undefined;
    await unloaded?.llama.dispose();
  }
  async function ensureLoaded(choice: ModelChoice, signal: AbortSignal): Promise<Resident> {
    const plan = await planLoad(host, choice, 'chat');
    if (resident && isPlanned(resident, plan)) return resident;
    await unload();
    const begin = performance.now();
    const inMemory = await load(host, plan, loadModel, signal);
    resident = {
      ...inMemory,
      ...{ model: plan.manifest.id, device: plan.device, dtype: plan.dtype },
      adapter: plan.device === 'webgpu' ? (host.device.adapter?.name ?? null) : null,
      loadMs: performance.now() - begin,
    };
    return resident;
  }
  return createOneModelEngine<Resident>({
    readResident: () => resident?.model,
    ensureLoaded,
    async *answer(loaded, request, signal) {
      try {
        yield* writeGgufAnswer(loaded, request, signal);
      } catch (thrown) {
        // llama.cpp does not survive these.
        if (FATAL.has(EngineError.from(thrown).code)) await unload();
        throw thrown;
      }
    },
  });
}

const FATAL: ReadonlySet<string> = new Set(['internal', 'out_of_memory', 'device_lost']);

async function load(
  host: EngineHost,
  { manifest, device, dtype }: LoadPlan<ChatManifest>,
  loadModel: LoadLlamaModel,
  signal: AbortSignal,
): Promise<GgufInMemory> {
  const stored = openStoredFiles(host.weights, manifest, dtype);
  const parts = await Promise.all([...stored.paths].sort().map((path) => stored.open(path)));
  const [first] = parts;
  if (!first) throw new EngineError('weights_damaged', `${manifest.title} has no files.`);
  const header = await readGgufHeader(first, true);
  checkGguf(header, first.size, manifest.title);
  const weightBytes = parts.reduce((sum, { size }) => sum + size, 0);
  const usesGpu = device === 'webgpu';
  const { contextLength: wanted, title } = manifest;
  const contextLength = usesGpu
    ? wanted
    : fitContext(header.layout, weightBytes, HEAP_BYTES, wanted, title);
  const threads = host.device.wasmThreads;
  const write = compileGgufTemplate(header);
  const llama = await loadModel(parts, { contextLength, threads, usesGpu }, signal);
  return { manifest, chatTemplate: header.chatTemplate, write, llama };
}
