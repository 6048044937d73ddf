import * as z from 'zod/mini';
import { definedOnly } from './a1111.ts';
import type { ImageParameters } from './image-parameters.ts';
import { nameOfComfy } from './sampler-titles.ts';

/** A node of a graph in ComfyUI's API form; a link is [node, output]. */
const nodeSchema = z.looseObject({ class_type: z.string(), inputs: z.record(z.string(), z.unknown()) });
const graphSchema = z.record(z.string(), nodeSchema);
type Graph = z.infer<typeof graphSchema>;
type Node = z.infer<typeof nodeSchema>;

/** What ComfyUI's "prompt" says about how the picture was sampled; `undefined` where there is no sampler in it. */
export function parseComfyui(json: string): Partial<ImageParameters> | undefined {
  const graph = graphSchema.safeParse(parseJson(json)).data;
  const sampler =
    graph &&
    Object.values(graph).find(({ inputs }) => 'positive' in inputs && ('seed' in inputs || 'noise_seed' in inputs));
  if (!graph || !sampler) return undefined;
  const { inputs } = sampler;
  const size = follow(graph, inputs.latent_image, ({ inputs: found }) => typeof found.width === 'number');
  const loader = follow(graph, inputs.model, ({ inputs: found }) => 'ckpt_name' in found || 'unet_name' in found);
  const name = numberless(inputs.sampler_name);
  return definedOnly({
    prompt: readText(graph, inputs.positive),
    negativePrompt: readText(graph, inputs.negative),
    seed: numberOf(graph, inputs.seed ?? inputs.noise_seed),
    numInferenceSteps: numberOf(graph, inputs.steps),
    guidanceScale: numberOf(graph, inputs.cfg),
    scheduler: name && nameOfComfy(name, numberless(inputs.scheduler)),
    width: numberOf(graph, size?.inputs.width),
    height: numberOf(graph, size?.inputs.height),
    strength: strengthOf(inputs.denoise),
    model: numberless(loader?.inputs.ckpt_name ?? loader?.inputs.unet_name)?.replace(/\.(safetensors|ckpt|gguf)$/, ''),
    software: 'ComfyUI',
  });
}

function parseJson(json: string): unknown {
  try {
    // Some nodes write NaN, which is no JSON.
    return JSON.parse(json.replace(/\bNaN\b/g, 'null'));
  } catch {
    return undefined;
  }
}

function numberless(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function nodeAt(graph: Graph, link: unknown): Node | undefined {
  return Array.isArray(link) ? graph[String(link[0])] : undefined;
}

/** Goes back along the links, at most so far, to the first node that is wanted. */
function follow(graph: Graph, link: unknown, isWanted: (node: Node) => boolean, depth = 12): Node | undefined {
  const node = nodeAt(graph, link);
  if (!node || depth === 0) return undefined;
  if (isWanted(node)) return node;
  for (const input of Object.values(node.inputs)) {
    const found = follow(graph, input, isWanted, depth - 1);
    if (found) return found;
  }
  return undefined;
}

/** The text of an encoding node: written in it, or linked from a node that holds text. */
function readText(graph: Graph, link: unknown): string | undefined {
  const encoder = follow(graph, link, ({ inputs }) => 'text' in inputs || 'text_g' in inputs);
  const text = encoder?.inputs.text ?? encoder?.inputs.text_g;
  if (typeof text === 'string') return text;
  const source = nodeAt(graph, text);
  return source && Object.values(source.inputs).find((value) => typeof value === 'string');
}

function numberOf(graph: Graph, value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  const linked = nodeAt(graph, value);
  return linked && Object.values(linked.inputs).find((input) => typeof input === 'number');
}

function strengthOf(denoise: unknown): number | undefined {
  return typeof denoise === 'number' && denoise < 1 ? denoise : undefined;
}
