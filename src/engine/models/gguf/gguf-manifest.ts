import type { ChatManifest, ManifestOf, ModelVariant } from '../manifest.ts';
import type { GgufHeader } from './read-gguf-header.ts';

/** Where a model in GGUF is, and what is known of it besides its header. */
export interface GgufPlace {
  id: string;
  /** If the header has no name. */
  title: string;
  repository: string;
  revision: string;
  licence?: string | undefined;
  variants: readonly ModelVariant[];
}

const USUAL_CONTEXT = 4096;

/**
 * A manifest of a chat model in GGUF, by the header of one of its builds; of at most `mostContext`
 * tokens, since llama.cpp makes room for all of it.
 */
export function writeGgufManifest(
  header: GgufHeader,
  place: GgufPlace,
  mostContext: number,
): ChatManifest {
  const { architecture, layout } = header;
  return {
    ...describeModel(header, place),
    summary: `A ${architecture} model in GGUF, which is computed with as it is quantised.`,
    task: 'chat',
    ...(layout && { architecture: layout }),
    contextLength: Math.min(header.contextLength ?? USUAL_CONTEXT, mostContext),
    capabilities: { guide: false },
    defaults: { maxTokens: 1024, temperature: 0.7, topP: 0.95 },
  };
}

/**
 * A manifest of a model in GGUF that makes vectors of texts; `undefined` if its header does not say
 * how long they are.
 */
export function writeGgufEmbeddingManifest(
  header: GgufHeader,
  place: GgufPlace,
): ManifestOf<'embedding'> | undefined {
  const { architecture, dimensions } = header;
  if (!dimensions) return undefined;
  return {
    ...describeModel(header, place),
    summary: `A ${architecture} model in GGUF, which makes vectors of texts.`,
    task: 'embedding',
    dimensions,
    maxTokens: countReadTokens(header),
  };
}

/** What BERT reads. */
const USUAL_TEXT = 512;
/** Of a model that is for something else. */
const MOST_OF_CHAT = 512;
/** Memory grows with every token that is read in the same pass. */
const MOST_IN_ONE_PASS = 2048;
const MOST_IN_PASSES = 8192;

/**
 * Tokens of a text that are read for its vector. Only where the last token's state is the vector may
 * a text be read in several passes.
 */
export function countReadTokens({ task, pooling, contextLength = USUAL_TEXT }: GgufHeader): number {
  if (task !== 'embedding') return Math.min(contextLength, MOST_OF_CHAT);
  return Math.min(contextLength, pooling === 'last' ? MOST_IN_PASSES : MOST_IN_ONE_PASS);
}

function describeModel(header: GgufHeader, place: GgufPlace) {
  const { parameters, splitCount } = header;
  return {
    id: place.id,
    title: header.name ?? place.title,
    engine: 'llama-cpp' as const,
    origin: 'hub' as const,
    repository: place.repository,
    revision: place.revision,
    licence: place.licence ?? header.licence ?? 'see its model card',
    // The first part of a split model has some of its tensors alone.
    ...(parameters > 0 && splitCount <= 1 && { parameters }),
    files: [],
    variants: [...place.variants],
  };
}
