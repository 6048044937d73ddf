import { listOffers } from '../../engine-client/models/list-offers.ts';
import type { ModelsState } from '../../engine-client/models/models-state.ts';
import type { ModelManifest } from '../../engine/models/manifest.ts';

/** Models under a heading. */
export interface ModelGroup {
  title: string;
  manifests: readonly ModelManifest[];
}

const TASKS: readonly { title: string; tasks: readonly ModelManifest['task'][] }[] = [
  { title: 'Chat', tasks: ['chat'] },
  { title: 'Images', tasks: ['image', 'preview', 'upscale', 'vision'] },
  { title: 'Search', tasks: ['embedding'] },
  { title: 'Speech', tasks: ['speech', 'phonemes'] },
];

/**
 * What is here first, then what the own server has, then what the catalogue knows: a download stays
 * where it was begun until it is here. Of two offers of one model, the better one (list-offers.ts).
 * Groups without models are left out.
 */
export function groupModels(
  state: Pick<ModelsState, 'catalog' | 'mirrored' | 'installed' | 'downloads'>,
  runsHere?: (manifest: ModelManifest) => boolean,
): ModelGroup[] {
  const { installed, downloads } = state;
  const { catalog, mirrored } = listOffers(state, runsHere);
  const own = [
    ...catalog.filter(({ origin }) => origin === 'built-in'),
    ...(installed ?? []).map(({ manifest }) => manifest),
    ...Object.values(downloads)
      .map(({ manifest }) => manifest)
      .filter(({ id }) => ![...mirrored, ...catalog].some((listed) => listed.id === id)),
  ];
  const seen = new Set<string>();
  const takeNew = (manifests: readonly ModelManifest[]) =>
    manifests.filter(({ id }) => {
      const isNew = !seen.has(id);
      seen.add(id);
      return isNew;
    });
  const groups = [
    { title: 'On this device', manifests: takeNew(own) },
    { title: 'On this server', manifests: takeNew(mirrored) },
    ...TASKS.map(({ title, tasks }) => ({
      title,
      manifests: takeNew(catalog.filter(({ task }) => tasks.includes(task))),
    })),
  ];
  return groups.filter(({ manifests }) => manifests.length > 0);
}
