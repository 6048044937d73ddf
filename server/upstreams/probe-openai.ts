import { z } from 'zod';
import type { ModelTask } from '../../src/engine/models/manifest.ts';
import { readLoad } from './read-load.ts';
import { askForJson, askForText } from './send-request.ts';
import type { UpstreamAddress } from './upstream-address.ts';
import type { UpstreamModel, UpstreamReport } from './upstream-report.ts';

const PROBE_MS = 5000;

const listSchema = z.object({
  data: z.array(
    z.object({
      id: z.string().min(1).max(300),
      created: z.number().optional().catch(undefined),
      owned_by: z.string().optional().catch(undefined),
      // Triptych's own, from another companion.
      task: z.string().optional().catch(undefined),
      capabilities: z.array(z.string()).optional().catch(undefined),
      home: z.string().optional().catch(undefined),
    }),
  ),
});
type ListedModel = z.output<typeof listSchema>['data'][number];

/** Asks a server that speaks OpenAI's API for its models and its load. */
export async function probeOpenAi(
  upstream: UpstreamAddress,
  signal: AbortSignal,
): Promise<UpstreamReport> {
  const get = { method: 'GET', idleMs: PROBE_MS } as const;
  const [listed, metrics] = await Promise.all([
    askForJson(upstream, { ...get, path: '/v1/models' }, signal),
    // Not every server has it, and not every one that has shows it to anyone.
    askForText(upstream, { ...get, path: '/metrics' }, signal).catch(() => ''),
  ]);
  const { data } = listSchema.parse(listed);
  // What another companion has from elsewhere is better asked there, and never in a circle.
  const own = data.filter(({ home }) => home === undefined || home === 'local');
  const models = await Promise.all(own.map((model) => describeModel(upstream, model, signal)));
  return { models, ...readLoad(metrics) };
}

async function describeModel(
  upstream: UpstreamAddress,
  model: ListedModel,
  signal: AbortSignal,
): Promise<UpstreamModel> {
  const { id, created = 0, owned_by: ownedBy = upstream.name } = model;
  const told = model.task === undefined ? await askOllama(upstream, model, signal) : undefined;
  const task = (model.task as ModelTask | undefined) ?? told?.task ?? guessTask(id);
  return {
    id,
    ownedBy,
    createdAt: created * 1000,
    task,
    capabilities: model.capabilities ?? told?.capabilities ?? [NAMES_OF_TASKS[task] ?? task],
  };
}

const NAMES_OF_TASKS: Readonly<Partial<Record<ModelTask, string>>> = {
  embedding: 'embeddings',
  image: 'generations',
};

const ollamaSchema = z.object({ capabilities: z.array(z.string()) });

/** Ollama tells what a model can do, in a route of its own. */
async function askOllama(
  upstream: UpstreamAddress,
  { id, owned_by: ownedBy }: ListedModel,
  signal: AbortSignal,
): Promise<Pick<UpstreamModel, 'task' | 'capabilities'> | undefined> {
  if (ownedBy !== 'library') return undefined;
  const request = { path: '/api/show', idleMs: PROBE_MS, json: { model: id } };
  const said = await askForJson(upstream, { ...request, method: 'POST' }, signal).catch(() => null);
  const { data } = ollamaSchema.safeParse(said);
  if (!data) return undefined;
  const isForTexts = data.capabilities.includes('embedding');
  const names = data.capabilities.map((name) => OLLAMA_NAMES[name] ?? name);
  return { task: isForTexts ? 'embedding' : 'chat', capabilities: names };
}

const OLLAMA_NAMES: Readonly<Record<string, string>> = {
  completion: 'chat',
  embedding: 'embeddings',
  thinking: 'reasoning',
};

/** OpenAI's list says nothing of what a model is for, so its name must. */
const NAMES: readonly [RegExp, ModelTask][] = [
  [/embed|\bbge\b|\be5\b|minilm|\bgte\b/i, 'embedding'],
  [/\btts\b|kokoro|piper|orpheus|supertonic/i, 'speech'],
  [/stable-?diffusion|sdxl|\bflux\b|dall-e|gpt-image|qwen-image|z-image/i, 'image'],
];

function guessTask(id: string): ModelTask {
  return NAMES.find(([pattern]) => pattern.test(id))?.[1] ?? 'chat';
}
