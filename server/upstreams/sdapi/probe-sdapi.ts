import { askForJson } from '../send-request.ts';
import type { UpstreamAddress } from '../upstream-address.ts';
import type { UpstreamReport } from '../upstream-report.ts';
import { memorySchema, modelsSchema, progressSchema, type SdapiModel } from './sdapi-schema.ts';

export interface SdapiReport extends UpstreamReport {
  checkpoints: readonly SdapiModel[];
}

const PROBE_MS = 5000;

/** Asks a server of AUTOMATIC1111's API for its models, its memory and whether it draws. */
export async function probeSdapi(
  upstream: UpstreamAddress,
  signal: AbortSignal,
): Promise<SdapiReport> {
  const get = (path: string) =>
    askForJson(upstream, { method: 'GET', path, idleMs: PROBE_MS }, signal);
  const [models, memory, progress] = await Promise.all([
    get('/sdapi/v1/sd-models'),
    // Not every one has these.
    get('/sdapi/v1/memory').catch(() => undefined),
    get('/sdapi/v1/progress?skip_current_image=true').catch(() => undefined),
  ]);
  const checkpoints = modelsSchema.parse(models);
  const cuda = memorySchema.safeParse(memory).data?.cuda.system;
  const drawn = progressSchema.safeParse(progress).data?.progress;
  return {
    checkpoints,
    models: checkpoints.map(({ model_name: id }) => ({
      id,
      ownedBy: upstream.name,
      createdAt: 0,
      task: 'image',
      capabilities: ['generations', 'edits', 'variations', 'mask', 'negative_prompt'],
    })),
    ...(cuda && cuda.total > 0 && { freeMemory: cuda.free / cuda.total }),
    ...(drawn !== undefined && { queueDepth: drawn > 0 ? 1 : 0 }),
  };
}
