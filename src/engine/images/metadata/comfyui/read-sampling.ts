import type { ImageParameters } from '../image-parameters.ts';
import { nameOfComfy } from '../sampler-titles.ts';
import { resolveLink, type Graph, type GraphNode } from './graph.ts';
import { readConditioning } from './read-conditioning.ts';
import { readStart } from './read-size.ts';
import type { StringReader } from './read-string.ts';
import { findNode, readModelName, readName, readNumber } from './read-values.ts';

/**
 * What a sampler says of its picture, itself or by the nodes that are linked to it; `undefined` for
 * what cannot be told.
 */
export function readSampling(graph: Graph, strings: StringReader, sampler: GraphNode) {
  const { inputs } = sampler;
  const guider =
    findNode(graph, inputs.get('guider'), 'positive', 'conditioning', 'cond1') ?? sampler;
  const sigmas = findNode(graph, inputs.get('sigmas'), 'steps') ?? sampler;
  const positive = firstInput(guider, 'positive', 'conditioning');
  const { size, isFromPicture } = readStart(
    graph,
    firstInput(sampler, 'latent_image', 'latent', 'samples', 'image'),
  );
  const steps = readNumber(graph, sigmas.inputs.get('steps'));
  return {
    prompt: readWords(graph, strings, positive),
    negativePrompt: readWords(graph, strings, firstInput(guider, 'negative', 'neg_conditioning')),
    seed: readSeed(graph, sampler),
    numInferenceSteps: steps && steps > 0 ? steps : undefined,
    guidanceScale:
      readNumber(graph, firstInput(guider, 'cfg', 'true_gs')) ?? readGuidance(graph, positive),
    scheduler: readScheduler(graph, sampler, sigmas),
    ...(size ?? {}),
    strength: isFromPicture ? readStrength(graph, sampler, sigmas, steps) : undefined,
    model: readModelName(graph, guider.inputs.get('model') ?? inputs.get('model')),
  } satisfies { [K in keyof ImageParameters]?: ImageParameters[K] | undefined };
}

function firstInput({ inputs }: GraphNode, ...names: readonly string[]): unknown {
  const name = names.find((candidate) => inputs.has(candidate));
  return name === undefined ? undefined : inputs.get(name);
}

function readWords(graph: Graph, strings: StringReader, value: unknown): string | undefined {
  return typeof value === 'string' ? value : readConditioning(graph, strings, value);
}

/** A seed beyond 2^53 is no longer the same when it is read, and so is none. */
function readSeed(graph: Graph, sampler: GraphNode): number | undefined {
  const noise = findNode(graph, sampler.inputs.get('noise'), 'noise_seed', 'seed') ?? sampler;
  const seed = readNumber(graph, firstInput(noise, 'seed', 'noise_seed'));
  return seed !== undefined && Number.isSafeInteger(seed) && seed >= 0 ? seed : undefined;
}

function readScheduler(graph: Graph, { inputs }: GraphNode, sigmas: GraphNode): string | undefined {
  const name = readName(graph, inputs.get('sampler_name') ?? inputs.get('sampler'), 'sampler_name');
  const schedule = /^Karras/.test(sigmas.type)
    ? 'karras'
    : readName(graph, sigmas.inputs.get('scheduler') ?? inputs.get('scheduler'), 'scheduler');
  return name && nameOfComfy(name, schedule);
}

/** Distilled models are told their guidance with the words. */
function readGuidance(graph: Graph, conditioning: unknown): number | undefined {
  let at = conditioning;
  for (let step = 0; step < 64; step++) {
    const node = resolveLink(graph, at)?.node;
    if (!node) return undefined;
    if (node.inputs.has('guidance')) return readNumber(graph, node.inputs.get('guidance'));
    at = firstInput(node, 'conditioning', 'positive', '');
  }
  return undefined;
}

/** How much of a start picture is redrawn, below 1. */
function readStrength(
  graph: Graph,
  sampler: GraphNode,
  sigmas: GraphNode,
  steps: number | undefined,
) {
  const start = readNumber(graph, sampler.inputs.get('start_at_step'));
  const denoise =
    start !== undefined && steps
      ? 1 - start / steps
      : readNumber(graph, sigmas.inputs.get('denoise') ?? sampler.inputs.get('denoise'));
  return denoise !== undefined && denoise > 0 && denoise < 1 ? denoise : undefined;
}
