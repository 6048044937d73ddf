import { EngineError } from '../../errors.ts';
import { askHubs, resolveUrl, type Hub } from './hub.ts';
import type { ModelManifest } from '../manifest.ts';
import type { Waiting } from './patience.ts';
import { pinDigests, pinManifest, type Choice } from './pin-manifest.ts';

/** Where weights come from. */
export interface WeightSources {
  /** Folder of the built-in models, on the app's own origin. */
  readonly starter: Hub;
  /** Hubs in the order in which they are asked. */
  readonly hubs: readonly Hub[];
}

/** A model whose files have sizes, and digests where the hub lists them, and where they are. */
export interface LocatedModel {
  pinned: ModelManifest;
  urlOf(path: string): { hub: Hub; url: string };
}

/**
 * Asks the hubs, in order, for the commit and for sizes and digests; a built-in model knows its
 * own.
 */
export async function locate(
  manifest: ModelManifest,
  sources: WeightSources,
  signal: AbortSignal,
  waiting?: Waiting,
): Promise<LocatedModel> {
  return locateOn(manifest, sources, (hub) => pinManifest(manifest, hub, signal, waiting));
}

/**
 * The same, with the digests of all that is wanted. Throws besides `model_not_found` if no hub has
 * the build.
 */
export async function locateChoice(
  manifest: ModelManifest,
  choice: Choice,
  sources: WeightSources,
  signal: AbortSignal,
  waiting: Waiting,
): Promise<LocatedModel> {
  const located = await locateOn(manifest, sources, async (hub) => {
    const pinned = await pinManifest(manifest, hub, signal, waiting);
    return pinDigests(pinned, choice, hub, signal, waiting);
  });
  if (!located.pinned.variants.some(({ dtype }) => dtype === choice.dtype))
    throw new EngineError(
      'model_not_found',
      `${manifest.repository} has no ${choice.dtype} build on this hub.`,
    );
  return located;
}

async function locateOn(
  manifest: ModelManifest,
  { starter, hubs }: WeightSources,
  pin: (hub: Hub) => Promise<ModelManifest>,
): Promise<LocatedModel> {
  if (manifest.origin === 'built-in')
    return {
      pinned: manifest,
      urlOf: (path) => ({ hub: starter, url: `${starter.url}/${manifest.repository}/${path}` }),
    };
  return askHubs(hubs, async (hub) => {
    const pinned = await pin(hub);
    const { repository, revision } = pinned;
    return { pinned, urlOf: (path) => ({ hub, url: resolveUrl(hub, repository, revision, path) }) };
  });
}
