import type { Ort } from '../../host.ts';
import { EngineError } from '../../errors.ts';
import { openGraph, type Graph, type GraphOptions } from './graph.ts';
import type { ModelFiles } from '../../models/model-files.ts';
import type { GraphRole, PipelineLayout } from '../../models/pipeline-layout.ts';

/**
 * `together`: all networks stay in memory. `sequential`: one at a time, loaded again for each
 * picture; slower, in far less memory.
 */
export type Residency = 'together' | 'sequential';

/** The networks of one pipeline, opened on demand. */
export interface GraphPool {
  readonly residency: Residency;
  /** Throws as openGraph does, and `not_supported` for a network that the model lacks. */
  use(role: GraphRole): Promise<Graph>;
  /** The small decoder for previews, the model's own or another's; `undefined` without one. */
  usePreviewDecoder(): Promise<Graph | undefined>;
  /** Opens what every picture needs, unless memory must be saved. */
  warmUp(): Promise<void>;
  release(): Promise<void>;
}

/** A graph of another model. */
export interface ForeignGraph {
  files: ModelFiles;
  path: string;
}

export interface GraphPoolOptions extends GraphOptions {
  residency: Residency;
  /** Finds a decoder for previews that is not part of the model; asked until there is one. */
  findPreviewDecoder?: (() => Promise<ForeignGraph | undefined>) | undefined;
}

export function createGraphPool(
  ort: Ort,
  files: ModelFiles,
  { graphs, denoiser }: PipelineLayout,
  options: GraphPoolOptions,
): GraphPool {
  const open = new Map<GraphRole, Promise<Graph>>();

  async function releaseOthers(role: GraphRole): Promise<void> {
    const others = [...open].filter(([other]) => stageOf(other) !== stageOf(role));
    for (const [other, graph] of others) {
      open.delete(other);
      await (await graph).release();
    }
  }
  function openRole(role: GraphRole): Promise<Graph> {
    const path = graphs[role];
    if (!path)
      throw new EngineError('not_supported', `This model has no ${WORDS[role]}.`, {
        details: { role },
      });
    return openAt(role, { files, path });
  }
  function openAt(role: GraphRole, at: ForeignGraph): Promise<Graph> {
    const outputLocation = READ_BACK.has(role) ? 'cpu' : options.outputLocation;
    const executionProvider =
      role === 'denoiser'
        ? avoidWrongConv(options.executionProvider, denoiser.inputChannels)
        : options.executionProvider;
    const { rewriting } = options;
    const opening = openGraph(ort, at.files, at.path, {
      rewriting,
      executionProvider,
      outputLocation,
    });
    open.set(role, opening);
    opening.catch(() => open.delete(role));
    return opening;
  }
  return {
    residency: options.residency,
    async use(role) {
      if (options.residency === 'sequential') await releaseOthers(role);
      return open.get(role) ?? openRole(role);
    },
    async usePreviewDecoder() {
      const own = graphs.previewDecoder;
      const opened = open.get('previewDecoder');
      if (opened || own) return opened ?? openRole('previewDecoder');
      const foreign = await options.findPreviewDecoder?.();
      return foreign && openAt('previewDecoder', foreign);
    },
    async warmUp() {
      if (options.residency === 'sequential') return;
      const roles = (['textEncoder', 'textEncoder2', 'denoiser', 'vaeDecoder'] as const).filter(
        (role) => graphs[role],
      );
      for (const role of roles) await (open.get(role) ?? openRole(role));
    },
    async release() {
      const all = [...open.values()];
      open.clear();
      await Promise.all(all.map(async (graph) => (await graph.catch(() => undefined))?.release()));
    },
  };
}

/**
 * ONNX Runtime's WebGPU provider (1.31) computes a convolution wrongly in its own preferred layout,
 * channels last, where the input has 6 or 9 channels, or any multiple of 3 that is none of 4, above
 * 3 itself (onnxruntime issue 29651): networks trained to inpaint have 9. Channels first is right.
 */
function avoidWrongConv(
  executionProvider: GraphOptions['executionProvider'],
  channels: number,
): GraphOptions['executionProvider'] {
  const isWrong = channels > 3 && channels % 3 === 0 && channels % 4 !== 0;
  if (!isWrong || typeof executionProvider === 'string' || executionProvider.name !== 'webgpu')
    return executionProvider;
  return { ...executionProvider, preferredLayout: 'NCHW' } as GraphOptions['executionProvider'];
}

/** Networks whose result is a picture, which is wanted in JavaScript's memory. */
const READ_BACK: ReadonlySet<GraphRole> = new Set<GraphRole>(['vaeDecoder', 'previewDecoder']);

/** Networks that alternate within one stage may be in memory together. */
function stageOf(role: GraphRole): string {
  if (role === 'textEncoder' || role === 'textEncoder2') return 'text';
  return role === 'denoiser' || role === 'previewDecoder' ? 'denoise' : 'vae';
}

const WORDS: Record<GraphRole, string> = {
  textEncoder: 'text encoder',
  textEncoder2: 'second text encoder',
  denoiser: 'denoising network',
  vaeDecoder: 'decoder',
  vaeEncoder: 'VAE encoder, so it cannot start from a picture',
  previewDecoder: 'preview decoder',
};
