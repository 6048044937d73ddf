import {
  addGraph,
  buildDenoiser,
  buildTextEncoder,
  buildVaeDecoder,
  buildVaeEncoder,
  type DenoiserForm,
  type PublishedFiles,
} from '../../../../e2e/fixtures/published-pipelines.ts';

/** "a cat" by CLIP's vocabulary. */
const CAT = [49406, 320, 2368, 49407];

/** As the text encoder is given them, with what fills the sequence. */
export const tokensOfCat = (pad: number) => [
  ...CAT,
  ...Array.from({ length: 77 - CAT.length }, () => pad),
];

const UNET = 'unet/model.onnx';

export const unetForm = (
  type: 'f32' | 'f16',
  timestep: DenoiserForm['timestep'],
  width: number,
): DenoiserForm => ({
  sample: { name: 'sample', type, dims: ['batch', 4, 'height', 'width'] },
  timestep,
  states: { type, dims: ['batch', 'sequence', width] },
  output: { name: 'out_sample', type, dims: ['batch', 4, 'height', 'width'] },
});

export const clipOutputs = (type: 'f32' | 'f16', width: number) =>
  [
    { name: 'last_hidden_state', type, width, kind: 'states' },
    { name: 'pooler_output', type, width, kind: 'pooled' },
  ] as const;

/** Stable Diffusion in folders, as diffusers' exporters write it. */
export function inFolders(
  unet: DenoiserForm,
  {
    type,
    width,
    data = {},
  }: { type: 'f32' | 'f16'; width: number; data?: Record<string, readonly string[]> },
): PublishedFiles {
  const files: PublishedFiles = new Map();
  const outputs = clipOutputs(type, width);
  addGraph(files, 'text_encoder/model.onnx', buildTextEncoder({ ids: 'i32', outputs }));
  addGraph(files, UNET, buildDenoiser(unet), data['unet']);
  addGraph(
    files,
    'vae_decoder/model.onnx',
    buildVaeDecoder({ type, channels: 4 }),
    data['vae_decoder'],
  );
  addGraph(files, 'vae_encoder/model.onnx', buildVaeEncoder({ type, channels: 4 }));
  return files;
}

/** To start from. */
export const grey = {
  width: 512,
  height: 512,
  data: new Uint8ClampedArray(512 * 512 * 4).fill(120),
};
