import type { FindWeights } from '../onnx/external-data.ts';
import type { HubFile } from '../models/hub/hub.ts';
import type { GraphDtype, ModelVariant } from '../models/manifest.ts';
import { GRAPH_SUFFIXES } from './graph-suffixes.ts';

/** Kinds of chat models that take pictures, by the `model_type` of their configuration. */
const WITH_PICTURES: ReadonlySet<string> = new Set([
  'idefics3',
  'smolvlm',
  'llava_qwen2',
  'lfm2_vl',
]);

/** Kinds of which we read the words alone, whatever else they take. */
const OF_WORDS: ReadonlySet<string> = new Set(['qwen3_5', 'gemma4', 'gemma3n']);

/** The graph that writes, after those that turn what it reads into embeddings. */
export const DECODER = 'decoder_model_merged';

/** What comes before the decoder, where a `model_type` is published in several graphs. */
export function listGraphsBefore(modelType: string | undefined): readonly string[] | undefined {
  if (takesPictures(modelType)) return ['embed_tokens', 'vision_encoder'];
  return OF_WORDS.has(modelType ?? '') ? ['embed_tokens'] : undefined;
}

/** Read besides what every chat model has. */
export const VISION_FILES = ['preprocessor_config.json', 'processor_config.json'];

/**
 * What else may stand beside a decoder's dtype if a graph lacks it: embeddings and vision encoders
 * are often published in fewer.
 */
const STAND_INS: readonly GraphDtype[] = ['fp16', 'q8', 'uint8', 'fp32'];

/** Whether a `model_type` is that of a chat model whose pictures we can read. */
export function takesPictures(modelType: string | undefined): boolean {
  return WITH_PICTURES.has(modelType ?? '');
}

/** The builds whose graphs are all there, one for each dtype of the decoder. */
export async function listSplitVariants(
  graphsBefore: readonly string[],
  files: ReadonlyMap<string, HubFile>,
  findWeights: FindWeights,
): Promise<ModelVariant[]> {
  const paths = new Set(files.keys());
  const pathOf = (graph: string, dtype: GraphDtype) => `onnx/${graph}${GRAPH_SUFFIXES[dtype]}.onnx`;
  const variants: ModelVariant[] = [];
  for (const dtype of Object.keys(GRAPH_SUFFIXES) as GraphDtype[]) {
    if (!paths.has(pathOf(DECODER, dtype))) continue;
    const before = graphsBefore.map((graph) => {
      const found = [dtype, ...STAND_INS].find((stored) => paths.has(pathOf(graph, stored)));
      return found && ([graph, found] as const);
    });
    if (!before.every((pair) => pair !== undefined)) continue;
    const graphs = [...before, [DECODER, dtype] as const];
    const graphPaths = graphs.map(([graph, stored]) => pathOf(graph, stored));
    const weights = await Promise.all(graphPaths.map((path) => findWeights(paths, path)));
    variants.push({
      dtype,
      files: [...graphPaths, ...weights.flat()].flatMap((path) => files.get(path) ?? []),
      ...(graphs.some(([, stored]) => stored !== dtype) && {
        graphDtypes: Object.fromEntries(graphs),
      }),
    });
  }
  return variants;
}
