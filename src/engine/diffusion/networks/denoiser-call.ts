import type { Tensor } from 'onnxruntime-common';
import { EngineError } from '../../errors.ts';
import type { Ort } from '../../host.ts';
import type { Arithmetic, InputTensor, Vector } from '../arithmetic/arithmetic.ts';
import type { DenoiserInputs } from './denoiser.ts';
import type { EncodedPrompt } from './encode-prompt.ts';
import type { Graph, TensorSlot } from './graph.ts';
import type { PipelineLayout } from '../../models/pipeline-layout.ts';
import type { ScheduleStep } from '../schedulers/schedule.ts';
import { createTensor, fixedBatchOf, floatTypeOf } from './tensors.ts';

/** What one row of a call's batch is conditioned on. `zeros`: a prompt of nothing at all. */
export type Branch = EncodedPrompt | 'zeros';

const SAMPLE = ['sample', 'hidden_states', 'latent_model_input'];
const STATES = ['encoder_hidden_states', 'prompt_embeds', 'cap_feats'];
const TIMESTEP = ['timestep', 't', 'timesteps'];
const POOLED = ['text_embeds', 'pooled_prompt_embeds', 'pooled_projections'];
const OUTPUT = ['out_sample', 'unified_results', 'noise_pred', 'sample'];

/** The batch that the network is fixed to, if any. */
export function fixedBatchOfDenoiser({ inputs }: Graph): number | undefined {
  const slot = SAMPLE.flatMap((name) => inputs.get(name) ?? [])[0];
  return slot && fixedBatchOf(slot);
}

/** The number of text positions that the network is fixed to, if any. */
export function positionsOfDenoiser({ inputs }: Graph): number | undefined {
  const positions = STATES.flatMap((name) => inputs.get(name) ?? [])[0]?.dims.at(-2);
  return typeof positions === 'number' ? positions : undefined;
}

/** The network with every input but latents and time in place. */
export interface DenoiserCall {
  /**
   * The output for every row, `[rows, channels, height, width]` as one vector; the caller disposes
   * of it.
   */
  run(sample: Vector, step: ScheduleStep): Promise<Vector>;
  dispose(): void;
}

/** One row of the batch for each branch. Throws `not_supported` for a graph with unknown inputs. */
export function prepareCall(
  ort: Ort,
  arithmetic: Arithmetic,
  graph: Graph,
  layout: PipelineLayout['denoiser'],
  inputs: DenoiserInputs,
  rows: readonly Branch[],
): DenoiserCall {
  const owned: InputTensor[] = [];
  const fixed: Record<string, Tensor> = {};
  let sampleInput: { name: string; input: InputTensor } | undefined;
  let timestepInput: { name: string; slot: TensorSlot } | undefined;
  const own = (input: InputTensor) => {
    owned.push(input);
    return input;
  };
  for (const [name, slot] of graph.inputs) {
    if (SAMPLE.includes(name))
      sampleInput = {
        name,
        input: own(fillSample(arithmetic, name, slot, inputs, layout, rows.length)),
      };
    else if (TIMESTEP.includes(name)) timestepInput = { name, slot };
    else if (STATES.includes(name))
      fixed[name] = own(fillStates(arithmetic, name, slot, rows, inputs.positive)).tensor;
    else if (POOLED.includes(name))
      fixed[name] = own(fillPooled(arithmetic, name, slot, rows)).tensor;
    else fixed[name] = createExtra(ort, name, slot, inputs, rows.length);
  }
  if (!sampleInput || !timestepInput)
    throw new EngineError(
      'not_supported',
      'The denoising network has no known input for latents or timestep.',
    );
  const { name: sampleName, input: sampleTensor } = sampleInput;
  const { name: timestepName, slot: timestepSlot } = timestepInput;
  const perRow = layout.inputChannels * inputs.size.height * inputs.size.width;
  return {
    async run(sample, step) {
      for (const row of rows.keys())
        sampleTensor.write(sample, { factor: step.inputScale, offset: row * perRow });
      const outputs = await graph.run({
        ...fixed,
        [sampleName]: sampleTensor.tensor,
        [timestepName]: createTimestep(ort, timestepSlot, layout, step, rows.length),
      });
      const output = OUTPUT.flatMap((name) => outputs[name] ?? [])[0] ?? Object.values(outputs)[0];
      if (!output) throw new EngineError('not_supported', 'The denoising network has no output.');
      return arithmetic.adopt(output);
    },
    dispose: () => {
      for (const input of owned) input.dispose();
    },
  };
}

/**
 * `[batch, channels, (1,) height, width]`, with the channels that do not change already in their
 * place.
 */
function fillSample(
  arithmetic: Arithmetic,
  name: string,
  slot: TensorSlot,
  { size, extraChannels }: DenoiserInputs,
  { inputChannels }: PipelineLayout['denoiser'],
  batch: number,
): InputTensor {
  const { height, width, channels } = size;
  const dims =
    slot.dims.length === 5
      ? [batch, inputChannels, 1, height, width]
      : [batch, inputChannels, height, width];
  const input = arithmetic.createInput(floatTypeOf(name, slot), dims);
  if (extraChannels)
    for (let row = 0; row < batch; row++)
      input.write(extraChannels, { offset: (row * inputChannels + channels) * height * width });
  return input;
}

/** `[batch, rows, width]`: encoders side by side, sequences one after the other. */
function fillStates(
  arithmetic: Arithmetic,
  name: string,
  slot: TensorSlot,
  branches: readonly Branch[],
  { rows: rowsOfPositive, width }: EncodedPrompt,
): InputTensor {
  const [branch] = branches;
  const rows = branches.length === 1 && branch && branch !== 'zeros' ? branch.rows : rowsOfPositive;
  const dims = slot.dims.length === 2 ? [rows, width] : [branches.length, rows, width];
  const input = arithmetic.createInput(floatTypeOf(name, slot), dims);
  for (const [index, prompt] of branches.entries())
    if (prompt !== 'zeros') writeStates(input, prompt, index * rows * width, width);
  return input;
}

function writeStates(
  input: InputTensor,
  { encoders }: EncodedPrompt,
  offset: number,
  width: number,
): void {
  let column = 0;
  for (const chunks of encoders) {
    let row = 0;
    for (const chunk of chunks) {
      input.write(chunk.states, {
        offset: offset + row * width + column,
        rowLength: chunk.width,
        stride: width,
      });
      row += chunk.rows;
    }
    column += chunks[0]?.width ?? 0;
  }
}

function fillPooled(
  arithmetic: Arithmetic,
  name: string,
  slot: TensorSlot,
  branches: readonly Branch[],
): InputTensor {
  const vectors = branches.map((branch) => (branch === 'zeros' ? undefined : branch.pooled));
  const width = vectors.flatMap((vector) => vector?.length ?? [])[0];
  if (!width)
    throw new EngineError(
      'not_supported',
      `The network asks for ${name}, which none of the model’s text encoders provides.`,
    );
  const input = arithmetic.createInput(floatTypeOf(name, slot), [branches.length, width]);
  for (const [index, vector] of vectors.entries())
    if (vector) input.write(vector, { offset: index * width });
  return input;
}

/** SDXL's sizes and LCM's guidance. */
function createExtra(
  ort: Ort,
  name: string,
  slot: TensorSlot,
  { pixels, guidanceScale }: DenoiserInputs,
  batch: number,
): Tensor {
  const repeat = (row: readonly number[]) => Array.from({ length: batch }, () => row).flat();
  if (name === 'time_ids') {
    const { width, height } = pixels;
    return createTensor(ort, slot.type, repeat([height, width, 0, 0, height, width]), [batch, 6]);
  }
  const size = slot.dims.at(-1);
  if (name === 'timestep_cond' && typeof size === 'number')
    return createTensor(ort, slot.type, repeat(embedGuidance(guidanceScale - 1, size)), [
      batch,
      size,
    ]);
  throw new EngineError(
    'not_supported',
    `The denoising network asks for ${name}, which is not supported.`,
  );
}

/**
 * Sinusoidal embedding of the guidance that the model was distilled with (Luo et al. 2023): sines,
 * then cosines, of 1000 w.
 */
function embedGuidance(scale: number, size: number): number[] {
  const half = Math.floor(size / 2);
  const angles = Array.from(
    { length: half },
    (_, index) => 1000 * scale * Math.exp((-Math.log(10_000) * index) / (half - 1)),
  );
  const embedding = [...angles.map(Math.sin), ...angles.map(Math.cos)];
  return size % 2 === 0 ? embedding : [...embedding, 0];
}

function createTimestep(
  ort: Ort,
  slot: TensorSlot,
  { timestep: kind }: PipelineLayout['denoiser'],
  { timestep }: ScheduleStep,
  batch: number,
): Tensor {
  const value = kind === 'reversed' ? (1000 - timestep) / 1000 : timestep;
  if (slot.dims.length === 0) return createTensor(ort, slot.type, [value], []);
  const [size] = slot.dims;
  // An open dimension named after the batch has its length; any other is one number for all.
  const count = typeof size === 'number' ? size : /batch/i.test(size ?? '') ? batch : 1;
  return createTensor(
    ort,
    slot.type,
    Array.from({ length: count }, () => value),
    [count],
  );
}
