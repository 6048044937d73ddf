import type { ImageEvent } from '../../diffusion/diffusion-engine.ts';
import type { ImageOpsEngine, ImageOpsEvent } from '../../image-ops/image-ops-engine.ts';
import { BUILT_IN_IMAGE_MODEL, CATALOG } from '../../models/catalog.ts';
import type { PictureEngines } from '../stages/generate-picture.ts';
import type { WantedSize } from './plan-bases.ts';

/** What the engines are asked for. `reach` is awaited at each place where a tab may be killed. */
interface EngineWatch {
  reach(): Promise<void>;
  draw?(seed: number): void;
}

const [stickers] = CATALOG.filter(({ id }) => id === BUILT_IN_IMAGE_MODEL);

/** Engines that make no pixels: the real ones' calls and events, at once. */
export function createFakeEngines({ reach, draw }: EngineWatch): PictureEngines {
  const imageOps: ImageOpsEngine = {
    async *process({ file, operations }): AsyncGenerator<ImageOpsEvent> {
      await reach();
      const derivatives = operations.find(({ op }) => op === 'derivatives');
      const { sizes = [] } = (derivatives?.options ?? {}) as { sizes?: WantedSize[] };
      yield { type: 'operation-progress', index: 0, done: 0.5 };
      await reach();
      const files = sizes.map(({ name, width, height }) => ({
        file,
        name,
        width,
        height,
        extension: 'png',
        crop: { left: 0, top: 0, width: 8, height: 8 },
      }));
      yield {
        type: 'finish',
        files,
        findings: { focalPoint: { x: 0.5, y: 0.5, method: 'saliency' } },
        ms: 1,
      };
    },
  };
  return {
    imageOps,
    diffusion: {
      async *generate({ seed = 0, prompt, model }): AsyncGenerator<ImageEvent> {
        draw?.(seed);
        await reach();
        const facts = { width: 256, height: 256 };
        const parameters = { ...PARAMETERS, ...facts, prompt, seed, model };
        yield { type: 'image-end', image: 0, png: PNG, ...facts, parameters, seconds: 1 };
        await reach();
      },
    },
    listInstalled: () => Promise.resolve(stickers ? [stickers] : []),
  };
}

const PARAMETERS = { numInferenceSteps: 1, guidanceScale: 1, scheduler: 'euler' };

/** The smallest PNG: one grey pixel. */
const PNG = Uint8Array.from(
  atob(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==',
  ),
  (letter) => letter.charCodeAt(0),
);
