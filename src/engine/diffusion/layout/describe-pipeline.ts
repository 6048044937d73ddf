import { z } from 'zod';
import { definedOnly } from '../../defined-only.ts';
import { EngineError } from '../../errors.ts';
import { CONVENTIONS, type Conventions } from './conventions.ts';
import { readModelJson, type ModelFiles } from '../../models/model-files.ts';
import type { PipelineLayout } from '../../models/pipeline-layout.ts';
import { schedulerConfigSchema } from '../../models/scheduler-config.ts';

const indexSchema = z.looseObject({
  _class_name: z.string(),
  force_zeros_for_empty_prompt: z.boolean().optional(),
  default_num_inference_steps: z.int().positive().optional(),
  default_guidance_scale: z.number().optional(),
});
const denoiserSchema = z.looseObject({
  in_channels: z.int().positive().optional(),
  sample_size: z.union([z.int().positive(), z.tuple([z.int(), z.int()])]).nullish(),
  block_out_channels: z.array(z.int()).optional(),
  time_cond_proj_dim: z.int().nullish(),
  all_patch_size: z.array(z.int()).optional(),
});
const vaeSchema = z.looseObject({
  latent_channels: z.int().positive().optional(),
  sample_size: z.union([z.int().positive(), z.tuple([z.int(), z.int()])]).nullish(),
  block_out_channels: z.array(z.int()).optional(),
  scaling_factor: z.number().nullish(),
  shift_factor: z.number().nullish(),
});
type DenoiserConfig = z.infer<typeof denoiserSchema>;
type VaeConfig = z.infer<typeof vaeSchema>;

/** A folder, described. */
export interface DescribedPipeline {
  layout: PipelineLayout;
  /** diffusers' class, for display. */
  className: string;
  defaults: { numInferenceSteps: number; guidanceScale: number };
}

/**
 * Reads a folder in the layout of diffusers' ONNX exports: `model_index.json`, a folder for each
 * part with `model.onnx` and `config.json`. Throws `not_supported` for pipelines of another kind,
 * `weights_damaged` if a graph or a file is missing or broken.
 */
export async function describePipeline(files: ModelFiles): Promise<DescribedPipeline> {
  const index = await readModelJson(files, 'model_index.json', indexSchema);
  const className = index?._class_name.replace(/^(ORT|Onnx|OV)/, '') ?? 'nothing';
  const conventions = CONVENTIONS.find(({ classes }) => classes.test(className));
  if (!conventions)
    throw new EngineError(
      'not_supported',
      `This is a ${className}, which this engine cannot run.`,
      {
        details: { className },
      },
    );
  const denoiserFolder = files.paths.has('transformer/model.onnx') ? 'transformer' : 'unet';
  const denoiser =
    (await readModelJson(files, `${denoiserFolder}/config.json`, denoiserSchema)) ?? {};
  const vae = (await readVaeConfig(files)) ?? {};
  const scheduler = await readModelJson(
    files,
    'scheduler/scheduler_config.json',
    schedulerConfigSchema,
  );
  const channels = vae.latent_channels ?? conventions.latentChannels;
  return {
    className,
    defaults: {
      numInferenceSteps:
        index?.default_num_inference_steps ?? conventions.defaults.numInferenceSteps,
      guidanceScale: index?.default_guidance_scale ?? conventions.defaults.guidanceScale,
    },
    layout: {
      graphs: findGraphs(files, denoiserFolder),
      tokenizers: listTokenizers(files, conventions),
      text: {
        ...conventions.text,
        ...(index?.force_zeros_for_empty_prompt === false ? { absentNegative: 'encode' } : {}),
      },
      denoiser: {
        ...conventions.denoiser,
        inputChannels: denoiser.in_channels ?? channels,
        ...(denoiser.time_cond_proj_dim ? { guidance: 'embedded' } : {}),
      },
      latents: {
        channels,
        factor: factorOf(denoiser, vae),
        scaling: vae.scaling_factor ?? conventions.scaling,
        shift: vae.shift_factor ?? 0,
        ...(conventions.toRgb?.matrix.length === channels
          ? definedOnly({ toRgb: conventions.toRgb, previewModel: conventions.previewModel })
          : {}),
      },
      scheduler: scheduler ?? conventions.scheduler,
      flowSigmas: conventions.flowSigmas,
      strength: conventions.strength,
      size: sizeOf(denoiser, vae, conventions),
    },
  };
}

async function readVaeConfig(files: ModelFiles): Promise<VaeConfig | undefined> {
  for (const folder of ['vae_decoder', 'vae_encoder', 'vae']) {
    const config = await readModelJson(files, `${folder}/config.json`, vaeSchema);
    if (config) return config;
  }
  return undefined;
}

function findGraphs({ paths }: ModelFiles, denoiserFolder: string): PipelineLayout['graphs'] {
  const need = (path: string) => {
    if (paths.has(path)) return path;
    throw new EngineError('weights_damaged', `${path} is missing from the model's folder`, {
      details: { path },
    });
  };
  const optional = (path: string) => (paths.has(path) ? path : undefined);
  const textEncoder2 = paths.has('text_encoder_2/config.json')
    ? need('text_encoder_2/model.onnx')
    : undefined;
  const vaeEncoder = optional('vae_encoder/model.onnx');
  const previewDecoder = optional('taesd/model.onnx');
  return {
    textEncoder: need('text_encoder/model.onnx'),
    denoiser: need(`${denoiserFolder}/model.onnx`),
    vaeDecoder: need('vae_decoder/model.onnx'),
    ...(textEncoder2 ? { textEncoder2 } : {}),
    ...(vaeEncoder ? { vaeEncoder } : {}),
    ...(previewDecoder ? { previewDecoder } : {}),
  };
}

function listTokenizers(
  { paths }: ModelFiles,
  { padTokens }: Conventions,
): PipelineLayout['tokenizers'] {
  const hasSecond = paths.has('text_encoder_2/model.onnx');
  return ['tokenizer', ...(hasSecond ? ['tokenizer_2'] : [])].map((folder, index) => {
    const padToken = padTokens[index];
    return padToken ? { folder, padToken } : { folder };
  });
}

/** A VAE halves the picture between its blocks. */
function factorOf(denoiser: DenoiserConfig, vae: VaeConfig): number {
  if (vae.block_out_channels) return 2 ** (vae.block_out_channels.length - 1);
  const [latent, pixels] = [sideOf(denoiser.sample_size), sideOf(vae.sample_size)];
  return latent && pixels ? Math.round(pixels / latent) : 8;
}

function sizeOf(
  denoiser: DenoiserConfig,
  vae: VaeConfig,
  conventions: Conventions,
): PipelineLayout['size'] {
  const factor = factorOf(denoiser, vae);
  const latent = sideOf(denoiser.sample_size);
  const side = latent ? latent * factor : (sideOf(vae.sample_size) ?? conventions.side);
  const blocks = denoiser.block_out_channels?.length;
  const coarsest = blocks ? 2 ** (blocks - 1) : (denoiser.all_patch_size?.[0] ?? 2);
  const { isFixed } = conventions;
  return { width: side, height: side, multipleOf: isFixed ? side : factor * coarsest, isFixed };
}

function sideOf(size: DenoiserConfig['sample_size']): number | undefined {
  return (Array.isArray(size) ? size[0] : size) ?? undefined;
}
