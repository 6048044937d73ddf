import {
  isLink,
  MAX_PATH_LENGTH,
  resolveLink,
  type Graph,
  type GraphNode,
  type Link,
} from './graph.ts';
import { readNumber } from './read-values.ts';

/** Nodes that change a picture's size by a measure which is not a width and a height. */
const RESIZES = /scale|resize|pad|crop|compos|stitch|tile|concat|rotate/i;

interface FoundSize {
  size?: { width: number; height: number } | undefined;
  /** Whether the picture begins as a file, not as noise. */
  isFromPicture: boolean;
}

/** How large the latents are that a sampler is given, and whether they come from a picture. */
export function readStart(graph: Graph, value: unknown): FoundSize {
  let isSizeKnowable = true;
  let size: FoundSize['size'];
  let at = resolveLink(graph, value);
  for (let step = 0; at && step < MAX_PATH_LENGTH; step++) {
    const { node } = at;
    if (isSizeKnowable && !size) size = sizeIn(graph, node);
    if (!size && RESIZES.test(node.type)) isSizeKnowable = false;
    if (/empty/i.test(node.type)) return { size, isFromPicture: false };
    const next = nextPicture(graph, node);
    if (!next) return { size, isFromPicture: /load|image|encode/i.test(node.type) };
    at = next;
  }
  return { size, isFromPicture: false };
}

function nextPicture(graph: Graph, { inputs }: GraphNode): Link | undefined {
  const [name] = [...inputs.keys()].filter(
    (key) => /^(samples|latent.*|pixels|images?|value|any|)$/.test(key) && isLink(inputs.get(key)),
  );
  return name === undefined ? undefined : resolveLink(graph, inputs.get(name));
}

function sizeIn(graph: Graph, { inputs }: GraphNode): FoundSize['size'] {
  // One of the two sides may be left to the picture's own proportions.
  if (inputs.has('keep_proportion') || inputs.has('keep_ratio')) return undefined;
  for (const prefix of ['', 'empty_latent_']) {
    const [width, height] = ['width', 'height'].map((side) =>
      readNumber(graph, inputs.get(prefix + side)),
    );
    if (width && height) return { width, height };
  }
  const isOverridden = ['width_override', 'height_override'].some((name) => inputs.get(name));
  const resolution = inputs.get('resolution');
  const [, width, height] =
    (typeof resolution === 'string' && /^(\d+)\s*[x×]\s*(\d+)/.exec(resolution)) || [];
  return width && height && !isOverridden
    ? { width: Number(width), height: Number(height) }
    : undefined;
}
