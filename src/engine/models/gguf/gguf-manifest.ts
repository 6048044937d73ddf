import type { ChatManifest, ModelVariant } from '../manifest.ts';
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
  /** llama.cpp makes room for all of it. */
  mostContext: number;
}

const USUAL_CONTEXT = 4096;

/** A manifest of a model in GGUF, by the header of one of its builds. */
export function writeGgufManifest(header: GgufHeader, place: GgufPlace): ChatManifest {
  const { architecture, parameters, layout, splitCount } = header;
  return {
    id: place.id,
    title: header.name ?? place.title,
    summary: `A ${architecture} model in GGUF, which is computed with as it is quantised.`,
    task: 'chat',
    engine: 'llama-cpp',
    origin: 'hub',
    repository: place.repository,
    revision: place.revision,
    licence: place.licence ?? header.licence ?? 'see its model card',
    // The first part of a split model has some of its tensors alone.
    ...(parameters > 0 && splitCount <= 1 && { parameters }),
    ...(layout && { architecture: layout }),
    contextLength: Math.min(header.contextLength ?? USUAL_CONTEXT, place.mostContext),
    files: [],
    variants: [...place.variants],
    capabilities: { guide: false },
    defaults: { maxTokens: 1024, temperature: 0.7, topP: 0.95 },
  };
}
