import type { Ort } from '../../host.ts';
import type { Arithmetic, Vector } from '../arithmetic/arithmetic.ts';
import { fixedBatchOfDenoiser, prepareCall, type Branch } from './denoiser-call.ts';
import type { EncodedPrompt } from './encode-prompt.ts';
import type { Graph } from './graph.ts';
import type { PipelineLayout } from '../../models/pipeline-layout.ts';
import type { ScheduleStep } from '../schedulers/schedule.ts';

/** Size of the latents. */
export interface LatentSize {
  channels: number;
  height: number;
  width: number;
}

export interface DenoiserInputs {
  positive: EncodedPrompt;
  /** `zeros`: a negative prompt of nothing at all. Absent: no guidance by difference. */
  negative?: EncodedPrompt | 'zeros';
  guidanceScale: number;
  size: LatentSize;
  /** Pixels of the picture, for SDXL's size conditioning. */
  pixels: { width: number; height: number };
  /**
   * A 9-channel network's inputs besides the latents: mask and latents of the masked picture,
   * `[channels, h, w]` as one vector.
   */
  extraChannels?: Vector;
}

/** The network with its prompts: turns latents into what the scheduler needs. */
export interface Denoiser {
  /** The network's output for these latents with guidance applied; the caller disposes of it. */
  predict(sample: Vector, step: ScheduleStep): Promise<Vector>;
  dispose(): void;
}

/**
 * Fills in, once, everything that stays the same from step to step. Throws `not_supported` for a
 * graph with unknown inputs.
 */
export function createDenoiser(
  ort: Ort,
  arithmetic: Arithmetic,
  graph: Graph,
  layout: PipelineLayout['denoiser'],
  inputs: DenoiserInputs,
): Denoiser {
  const branches: Branch[] = inputs.negative
    ? [inputs.negative, inputs.positive]
    : [inputs.positive];
  const batch = fixedBatchOfDenoiser(graph) ?? branches.length;
  const calls = batch >= branches.length ? [branches] : branches.map((branch) => [branch]);
  const prepared = calls.map((rows) =>
    prepareCall(ort, arithmetic, graph, layout, inputs, padRows(rows, batch)),
  );
  const length = inputs.size.channels * inputs.size.height * inputs.size.width;

  return {
    async predict(sample, step) {
      const outputs: Vector[] = [];
      for (const call of prepared) outputs.push(await call.run(sample, step));
      const terms = prepared.flatMap((_, index) =>
        Array.from({ length: calls[index]?.length ?? 0 }, (_row, row) => ({
          vector: outputs[index],
          offset: row * length,
        })),
      );
      const factors = weighBranches(layout, terms.length, inputs.guidanceScale);
      const guided = arithmetic.combine(
        length,
        terms.flatMap(({ vector, offset }, index) =>
          vector ? [{ vector, offset, factor: factors[index] ?? 0 }] : [],
        ),
      );
      arithmetic.dispose(...outputs);
      return guided;
    },
    dispose: () => {
      for (const call of prepared) call.dispose();
    },
  };
}

/** How much of [negative, positive], or of the positive one alone, goes into the result. */
function weighBranches(
  { guidance, outputSign }: PipelineLayout['denoiser'],
  count: number,
  scale: number,
): number[] {
  if (count === 1) return [outputSign];
  return guidance === 'standard'
    ? [outputSign * (1 - scale), outputSign * scale]
    : [-outputSign * scale, outputSign * (1 + scale)];
}

/** A graph with a fixed batch gets the last prompt again in the rows it does not need. */
function padRows(rows: readonly Branch[], batch: number): Branch[] {
  const last = rows.at(-1) ?? 'zeros';
  return Array.from({ length: batch }, (_, row) => rows[row] ?? last);
}
