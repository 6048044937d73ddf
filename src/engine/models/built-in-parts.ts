import espeakLanguages from './catalog/espeak-ng-languages.json' with { type: 'json' };
import { CATALOG } from './catalog.ts';
import { manifestSchema, type ModelManifest } from './manifest.ts';

/**
 * Built-in models that nobody chooses, since they come with others. They are not in the catalogue,
 * which the first page brings.
 */
const PARTS: readonly ModelManifest[] = [manifestSchema.parse(espeakLanguages)];

/** Everything that lies beside the studio, for those who look a model up by its id. */
export const BUILT_IN_MODELS: readonly ModelManifest[] = [
  ...CATALOG.filter(({ origin }) => origin === 'built-in'),
  ...PARTS,
];

/** A built-in model that is not in the catalogue. */
export function findBuiltInPart(id: string): ModelManifest | undefined {
  return PARTS.find((manifest) => manifest.id === id);
}
