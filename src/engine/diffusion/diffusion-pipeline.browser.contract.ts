/**
 * The golden pictures in a browser. A runtime serves one device only, so that each device has a
 * test file of its own.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBrowserHost } from '../../../workers/browser-host.ts';
import type { BrowserDevice } from '../device.ts';
import type { DiffusionPipeline } from './diffusion-pipeline.ts';
import {
  checkGoldenCase,
  loadGoldenPipeline,
  ON_GPU,
  STRICT,
  type GoldenRuntime,
} from './diffusion-pipeline.contract.ts';
import type { ModelFiles } from '../models/model-files.ts';

/** The reference folder, over the hub mirror of the test server. */
async function readReference(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const [folder = '', ...rest] = path.split('/');
  const response = await fetch(`/hub/reference/${folder}/resolve/main/${rest.join('/')}`);
  if (!response.ok) throw new Error(`${response.status} for ${path}`);
  return new Uint8Array(await response.arrayBuffer());
}
async function openModel(name: string): Promise<ModelFiles> {
  const tree = (await (await fetch(`/hub/api/models/reference/${name}/tree/main`)).json()) as {
    path: string;
  }[];
  return {
    paths: new Set(tree.map(({ path }) => path)),
    read: (path) => readReference(`${name}/${path}`),
  };
}

const isHere = (
  await fetch('/hub/reference/goldens/resolve/main/schedulers.json', { method: 'HEAD' })
).ok;

/**
 * A case for each thing that shaders do: noise between the steps, masks and multistep schedules,
 * more channels, two encoders, guidance. The processor takes seconds for what a software GPU takes
 * minutes for, and gets the other kinds as well. `VITE_GOLDENS=all` takes all 49.
 */
const SHADER_CASES: Record<string, readonly string[]> = {
  'tiny-sd': ['i2i-euler-a-0.6', 'inpaint-blend-unipc-0.75'],
  'tiny-sd-inpaint': ['inpaint-dpmpp-0.3'],
  'tiny-sdxl': ['t2i-turbo-1step'],
  'tiny-flow': ['t2i-guided'],
};
const WASM_CASES: Record<string, readonly string[]> = {
  'tiny-sd': ['t2i-dpmpp-2m', 'i2i-euler-a-0.6', 'inpaint-blend-unipc-0.75'],
  'tiny-sd-inpaint': ['inpaint-dpmpp-0.3'],
  'tiny-sdxl': ['t2i-turbo-1step', 'i2i-0.3'],
  'tiny-lcm': ['t2i-4'],
  'tiny-flow': ['i2i-0.3', 't2i-guided'],
};
const ALL_CASES = isHere && import.meta.env.VITE_GOLDENS === 'all' ? await listAll() : undefined;

async function listAll(): Promise<Record<string, string[]>> {
  const tree = await (await fetch('/hub/api/models/reference/goldens/tree/main')).json();
  const paths = (tree as { path: string }[])
    .map(({ path }) => path)
    .filter((path) => path.endsWith('/case.json'));
  const all: Record<string, string[]> = {};
  for (const path of paths) {
    const [pipeline = '', id = ''] = path.split('/');
    (all[pipeline] ??= []).push(id);
  }
  return all;
}

/**
 * What compiles shaders, such as the check of a GPU and the first pass of a graph, takes its time
 * on a processor that plays GPU.
 */
const COMPILING_MS = 180_000;

export function testGoldenPictures(device: BrowserDevice): void {
  describe.skipIf(!isHere)(`pictures of diffusers, on ${device}`, () => {
    let runtime: GoldenRuntime;
    // All stay until the end: with the last session the runtime gives up its device, and each
    // shader would be compiled once more.
    const pipelines = new Map<string, Promise<DiffusionPipeline>>();
    const open = (name: string): Promise<DiffusionPipeline> => {
      const pipeline = pipelines.get(name) ?? loadGoldenPipeline(runtime, name);
      pipelines.set(name, pipeline);
      return pipeline;
    };
    beforeAll(async () => {
      const compute = await (await createBrowserHost()).loadCompute(device);
      runtime = { ...compute, files: { read: readReference, openModel } };
    }, COMPILING_MS);
    afterAll(async () => {
      for (const pipeline of pipelines.values()) await (await pipeline).dispose();
    });

    const cases = ALL_CASES ?? (device === 'wasm' ? WASM_CASES : SHADER_CASES);
    describe.each(Object.entries(cases))('%s', (name, ids) => {
      it.each(ids)('%s', async (id) =>
        checkGoldenCase(
          runtime,
          await open(name),
          `goldens/${name}/${id}`,
          device === 'wasm' ? STRICT : ON_GPU,
        ),
      );
    });

    it('reads nothing back between steps', async () => {
      const pipeline = await open('tiny-sd');
      const job = {
        prompt: 'a cat',
        negativePrompt: 'a dog',
        width: 64,
        height: 64,
        numInferenceSteps: 2,
        guidanceScale: 5,
        scheduler: pipeline.layout.scheduler,
        eta: 0,
        clipSkip: 0,
        seeds: [1],
        previewEveryMs: null,
        keepsLatents: true,
      };
      const read: number[] = [];
      for await (const event of pipeline.run(job, new AbortController().signal))
        if (event.type === 'step-end') read.push(event.bytesRead);
      expect(read).toEqual([0, 0]);
    });
  });
}
