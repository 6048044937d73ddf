import { describe, expect, it } from 'vitest';
import { NO_REFERENCE, REFERENCE } from '../e2e/fixtures/reference-models.ts';
import type { ImageEvent, ImageRequest } from '../src/engine/diffusion/diffusion-engine.ts';
import { createDiffusionEngine } from '../src/engine/diffusion/pipeline-diffusion-engine.ts';
import { decodePng } from '../src/engine/images/png.ts';
import { readParameters } from '../src/engine/images/metadata/image-metadata.ts';
import { BUILT_IN_IMAGE_MODEL } from '../src/engine/models/catalog.ts';
import { readModelFolders } from './model-folders.ts';
import { createNodeHost } from './node-host.ts';

const host = createNodeHost({
  folders: readModelFolders(process.env),
  starterFolder: 'public/starter',
});
const engine = createDiffusionEngine(host);
const never = new AbortController().signal;

async function draw(request: ImageRequest): Promise<ImageEvent[]> {
  const events: ImageEvent[] = [];
  for await (const event of engine.generate(request, never)) events.push(event);
  return events;
}
const pictures = (events: readonly ImageEvent[]) =>
  events.filter((event) => event.type === 'image-end');

describe('the built-in model in Node', { timeout: 60_000 }, () => {
  it('draws what is requested, says how, and draws the same again', async () => {
    const request: ImageRequest = {
      model: BUILT_IN_IMAGE_MODEL,
      prompt: 'a fox on a teal background',
      seed: 3,
      numInferenceSteps: 6,
    };
    const events = await draw(request);
    expect(events.filter(({ type }) => type === 'step-end')).toHaveLength(6);
    const [picture] = pictures(events);
    const { parameters } = (await readParameters(picture?.png ?? new Uint8Array())) ?? {};
    expect(parameters).toMatchObject({
      prompt: request.prompt,
      seed: 3,
      numInferenceSteps: 6,
      scheduler: 'flow-euler',
    });
    const { data } = await decodePng(picture?.png ?? new Uint8Array());
    const [red = 0, green = 0, blue = 0] = data;
    // The corner is teal, the middle is fox.
    expect(green).toBeGreaterThan(red + 40);
    expect(blue).toBeGreaterThan(red + 40);
    expect(data[(128 * 256 + 128) * 4]).toBeGreaterThan(180);
    expect(pictures(await draw(request))[0]?.png).toEqual(picture?.png);
  });

  it('takes seed, seed + 1 … for several pictures', async () => {
    const both = pictures(
      await draw({
        model: BUILT_IN_IMAGE_MODEL,
        prompt: 'a cat',
        seed: 10,
        n: 2,
        numInferenceSteps: 2,
      }),
    );
    const second = pictures(
      await draw({ model: BUILT_IN_IMAGE_MODEL, prompt: 'a cat', seed: 11, numInferenceSteps: 2 }),
    );
    expect(both.map(({ parameters }) => parameters.seed)).toEqual([10, 11]);
    expect(both[1]?.png).toEqual(second[0]?.png);
  });

  it('counts tokens', async () => {
    expect(await engine.measurePrompt(BUILT_IN_IMAGE_MODEL, 'a red car')).toEqual({
      tokens: 3,
      perChunk: 18,
      leftOut: '',
    });
  });
});

describe.skipIf(!REFERENCE)(
  `a folder in diffusers' layout${REFERENCE ? '' : `: ${NO_REFERENCE}`}`,
  { timeout: 60_000 },
  () => {
    it.each(['tiny-sd', 'tiny-sdxl', 'tiny-lcm', 'tiny-flow'])(
      '%s loads without a manifest',
      async (name) => {
        const request = {
          model: `reference/${name}`,
          prompt: 'a cat',
          width: 64,
          height: 64,
          numInferenceSteps: 2,
          seed: 1,
        };
        const [picture] = pictures(await draw(request));
        expect(picture).toMatchObject({ width: 64, height: 64 });
      },
    );
  },
);
