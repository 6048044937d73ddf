import type { DeviceInfo } from '../engine/device.ts';
import { chooseBuild } from '../engine/models/load/choose-build.ts';
import type { PictureCache } from '../engine/studio/cache/picture-cache.ts';
import type { StudioParts } from '../engine/studio/create-studio-engine.ts';
import type { ModelManifest } from '../engine/models/manifest.ts';
import type { StudioEngine } from '../engine/studio/studio-engine.ts';
import { isElsewhere } from './companion/companion-state.ts';
import { callFetching, fetchMissing, type InstallBuiltIn } from './models/fetch-missing.ts';
import type { ModelsClient } from './models/models-client.ts';
import type { Observable } from './observable.ts';

interface StudioClientParts extends Pick<StudioParts, 'chat' | 'diffusion' | 'imageOps'> {
  models: Pick<ModelsClient, 'readInstalled'>;
  device: Observable<DeviceInfo | null>;
  installBuiltIn: InstallBuiltIn;
  /** Where answers of earlier requests are. */
  openCache(): Promise<PictureCache>;
  /** Models of other machines that its engines reach. They are taken only where they are named. */
  listElsewhere(): Promise<readonly ModelManifest[]>;
}

/**
 * The studio by the other clients. Built-in models are fetched when they are needed and missing; its
 * code is loaded when it is first called.
 */
export function createStudioClient({
  models,
  device,
  installBuiltIn,
  openCache,
  listElsewhere,
  ...engines
}: StudioClientParts): StudioEngine {
  const parts: StudioParts = {
    ...engines,
    // The one that was used last suits whoever used it.
    listInstalled: async () => [
      ...(await models.readInstalled())
        .toSorted((a, b) => b.lastUsedAt - a.lastUsedAt)
        .map(({ manifest }) => manifest),
      ...(await listElsewhere()),
    ],
    runsHere(manifest) {
      if (isElsewhere(manifest.id)) return false;
      const info = device.getState();
      return info === null || chooseBuild(manifest, info, 'auto') !== undefined;
    },
  };
  async function openNow(): Promise<StudioEngine> {
    const { createStudioEngine } = await import('../engine/studio/create-studio-engine.ts');
    return createStudioEngine({ ...parts, cache: await openCache() });
  }
  let opening: Promise<StudioEngine> | undefined;
  const open = () =>
    (opening ??= openNow().catch((thrown: unknown) => {
      opening = undefined;
      throw thrown;
    }));
  return {
    async analyzeContext(request, signal) {
      const studio = await open();
      const start = () => studio.analyzeContext(request, signal);
      return callFetching(installBuiltIn, start, signal);
    },
    async *generatePicture(request, signal) {
      const studio = await open();
      yield* fetchMissing(installBuiltIn, () => studio.generatePicture(request, signal), signal);
    },
    async *generateBatch(request, signal) {
      const studio = await open();
      yield* fetchMissing(installBuiltIn, () => studio.generateBatch(request, signal), signal);
    },
  };
}
