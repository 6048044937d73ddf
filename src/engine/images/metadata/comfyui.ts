import { findSamplers } from './comfyui/find-samplers.ts';
import { parseGraph, type Graph, type GraphNode } from './comfyui/graph.ts';
import { readSampling } from './comfyui/read-sampling.ts';
import { createStringReader } from './comfyui/read-string.ts';
import { definedOnly } from '../../defined-only.ts';
import type { ImageParameters } from './image-parameters.ts';
import type { ReadNote } from './read-note.ts';

/** What a graph reveals, and what it cannot. */
export interface ReadGraph {
  /** `undefined`: no node draws. */
  parameters?: Partial<ImageParameters>;
  notes: readonly ReadNote[];
}

/** Of a graph that draws more pictures than this, one picture's own values cannot be told. */
const MAX_PICTURES = 16;

/**
 * What ComfyUI's "prompt" (its graph in API form) says about how the picture was made. Only what is
 * sure: what the graph computes while it runs is left out, and where it saves several pictures, all
 * in which they differ. Time in proportion to the graph; circles end.
 */
export function readComfyui(json: string): ReadGraph {
  const graph = parseGraph(json);
  if (!graph) return { notes: ['graph-unreadable'] };
  const samplers = findSamplers(graph);
  if (samplers.length === 0) return { notes: ['graph-without-sampler'] };
  const found = readAll(graph, samplers);
  return { parameters: { ...found, software: 'ComfyUI' }, notes: describe(found, samplers) };
}

/** The parameters found by `readComfyui`. */
export function parseComfyui(json: string): Partial<ImageParameters> | undefined {
  return readComfyui(json).parameters;
}

function readAll(graph: Graph, samplers: readonly GraphNode[]): Partial<ImageParameters> {
  if (samplers.length > MAX_PICTURES) return {};
  const strings = createStringReader(graph);
  const all: Partial<ImageParameters>[] = samplers.map((sampler) =>
    definedOnly(readSampling(graph, strings, sampler)),
  );
  return all.reduce(keepCommon);
}

/** The values that two pictures share. */
function keepCommon(
  one: Partial<ImageParameters>,
  other: Partial<ImageParameters>,
): Partial<ImageParameters> {
  const values = new Map(Object.entries(other));
  return Object.fromEntries(
    Object.entries(one).filter(([name, value]) => values.get(name) === value),
  );
}

function describe(
  { prompt }: Partial<ImageParameters>,
  samplers: readonly GraphNode[],
): ReadNote[] {
  if (samplers.length > 1) return ['several-pictures'];
  return prompt === undefined ? ['prompt-unsure'] : [];
}
