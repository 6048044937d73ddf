import type { Ort } from '../host.ts';
import type { Arithmetic } from './arithmetic/arithmetic.ts';
import { createPipeline, type DiffusionPipeline } from './diffusion-pipeline.ts';
import type { GraphOptions } from './networks/graph.ts';
import { createGraphPool, type GraphPoolOptions, type Residency } from './networks/graph-pool.ts';
import type { ModelFiles } from '../models/model-files.ts';
import type { PipelineLayout } from '../models/pipeline-layout.ts';
import { loadPromptReader } from './prompts/prompt-reader.ts';

export interface PipelineOptions
  extends
    Pick<GraphOptions, 'executionProvider' | 'rewriting'>,
    Pick<GraphPoolOptions, 'findPreviewDecoder'> {
  arithmetic: Arithmetic;
  /** Default `together`. */
  residency?: Residency;
  /** Larger pictures go through the VAE in tiles. Default 1024 × 1024. */
  tileAbovePixels?: number;
}

const TILE_ABOVE_PIXELS = 1024 * 1024;

/** Reads the tokenizers; the networks are loaded when needed. Throws as loadPromptReader does. */
export async function loadPipeline(
  ort: Ort,
  files: ModelFiles,
  layout: PipelineLayout,
  {
    arithmetic,
    residency = 'together',
    tileAbovePixels = TILE_ABOVE_PIXELS,
    ...options
  }: PipelineOptions,
): Promise<DiffusionPipeline> {
  const reader = await loadPromptReader(files, layout);
  const outputLocation = arithmetic.location;
  const pool = createGraphPool(ort, files, layout, { ...options, outputLocation, residency });
  return createPipeline({ ort, arithmetic, pool, layout, reader, vae: { tileAbovePixels } });
}
