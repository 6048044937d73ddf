import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DevicePreference } from '../../src/engine/device.ts';
import type { EngineError } from '../../src/engine/errors.ts';
import type { FocalPoint } from '../../src/engine/image-ops/focal/focal-point.ts';
import type { Box } from '../../src/engine/image-ops/pixels/box.ts';
import {
  BUILT_IN_CHAT_MODEL,
  BUILT_IN_IMAGE_MODEL,
  BUILT_IN_UPSCALE_MODEL,
  FACE_MODEL,
  SALIENCY_MODEL,
} from '../../src/engine/models/catalog.ts';
import type { LoadedModel } from '../../src/engine/models/model-choice.ts';
import type { WantedSize } from '../../src/engine/studio/batch/plan-bases.ts';
import type { ContextAnalysis } from '../../src/engine/studio/brief/analyze-context.ts';
import type { StageTime } from '../../src/engine/studio/stages/stages.ts';
import type { StudioAnalyzeRequest } from '../../src/engine/studio/studio-engine.ts';
import { readNumbers } from './image-job.ts';
import { installModel } from './install-model.ts';
import type { DemoOptions, JobResult } from './jobs.ts';
import { unwrap, type PageResult } from './page-error.ts';
import { parseSizes } from './parse-sizes.ts';
import type { StudioSession } from './studio-session.ts';

/** Besides the model that draws: what understands the brief, finds the subject, and enlarges. */
const OTHER_MODELS = [BUILT_IN_CHAT_MODEL, FACE_MODEL, SALIENCY_MODEL, BUILT_IN_UPSCALE_MODEL];

/** `studio "brief"`: every size from as few pictures as possible. */
export async function runStudioJob(
  session: StudioSession,
  [brief]: readonly string[],
  options: DemoOptions,
): Promise<JobResult> {
  if (!brief)
    throw new Error(
      'The studio job needs a brief: npm run -s demo -- studio "Autumn sale, bakery"',
    );
  const model = options.model ?? BUILT_IN_IMAGE_MODEL;
  const sizes = parseSizes(options.sizes);
  let downloadedBytes = await installModel(session, model, options);
  for (const id of OTHER_MODELS) downloadedBytes += await installModel(session, id, {});
  const device = (options.device ?? 'auto') as DevicePreference;
  const order = {
    analyze: { brief, imageModel: model, device },
    numbers: readNumbers(options),
    sizes,
  };
  const made = unwrap(await makeInPage(session, order));
  const files = await writeFiles(made.images, options.out ?? join('out', 'studio'));
  const { prompts, config, ...context } = made.analysis;
  const { bases, stages, seed, loaded } = made;
  return {
    model,
    downloadedBytes,
    device: loaded?.device,
    dtype: loaded?.dtype,
    adapter: loaded?.adapter,
    loadMs: loaded?.loadMs,
    prompts,
    config: { ...config, seed },
    context,
    bases,
    basesGenerated: bases.length,
    files,
    stages,
  };
}

interface Order {
  analyze: StudioAnalyzeRequest;
  /** Seed, steps and guidance, where they were given. */
  numbers: Record<string, number>;
  sizes: readonly WantedSize[];
}

interface MadeImage {
  name: string;
  width: number;
  height: number;
  base: number;
  crop: Box;
  /** Base64. */
  data: string;
}

interface MadeSet {
  analysis: ContextAnalysis;
  loaded: LoadedModel | null;
  bases: { width: number; height: number; focalPoint: FocalPoint }[];
  images: MadeImage[];
  seed: number;
  stages: readonly StageTime[];
}

function makeInPage({ page }: StudioSession, order: Order): Promise<PageResult<MadeSet>> {
  return page.evaluate(async ({ analyze, numbers, sizes }) => {
    const { studio, diffusion } = globalThis.triptych;
    const { signal } = new AbortController();
    try {
      const analysis = await studio.analyzeContext(analyze, signal);
      const { width: _width, height: _height, ...config } = analysis.config;
      const [first] = analysis.prompts;
      const request = {
        ...config,
        ...numbers,
        prompt: first?.prompt ?? analyze.brief,
        negativePrompt: first?.negativePrompt ?? '',
        device: analyze.device ?? 'auto',
        sizes,
      };
      let value: MadeSet | undefined;
      for await (const event of studio.generateBatch(request, signal)) {
        if (event.type !== 'finish') continue;
        const images: MadeImage[] = [];
        for (const { file, name, width, height, base, crop } of event.images) {
          const data = new Uint8Array(await file.arrayBuffer()).toBase64();
          images.push({ name, width, height, base, crop, data });
        }
        const bases = event.bases.map(({ width, height, focalPoint }) => ({
          width,
          height,
          focalPoint,
        }));
        const { seed, stages } = event;
        const loaded = diffusion.resident.getState();
        value = { analysis, loaded, bases, images, seed, stages };
      }
      if (!value) throw new Error('The batch did not end.');
      return { value };
    } catch (thrown) {
      const { code, message, details } = thrown as EngineError;
      return { failure: { code, message, details } };
    }
  }, order);
}

/** One PNG for each size. */
async function writeFiles(
  images: readonly MadeImage[],
  folder: string,
): Promise<(Omit<MadeImage, 'name' | 'data'> & { file: string })[]> {
  await mkdir(folder, { recursive: true });
  return Promise.all(
    images.map(async ({ name, data, ...facts }) => {
      const file = join(folder, `${name}.png`);
      await writeFile(file, Buffer.from(data, 'base64'));
      return { file, ...facts };
    }),
  );
}
