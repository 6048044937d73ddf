import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { formatNpy, parseNpy, type Npy } from '../../e2e/fixtures/npy.ts';
import type { Correction, ImageRequest } from '../../src/engine/diffusion/diffusion-engine.ts';
import {
  SCHEDULER_NAMES,
  type SchedulerName,
} from '../../src/engine/diffusion/plan/scheduler-names.ts';
import type { DevicePreference } from '../../src/engine/device.ts';
import type { EngineError } from '../../src/engine/errors.ts';
import { BUILT_IN_IMAGE_MODEL } from '../../src/engine/models/catalog.ts';
import type { Dtype } from '../../src/engine/models/manifest.ts';
import type { LoadedModel } from '../../src/engine/models/model-choice.ts';
import { installModel } from './install-model.ts';
import type { DemoOptions, JobResult } from './jobs.ts';
import { unwrap, type PageResult } from './page-error.ts';
import type { StudioSession } from './studio-session.ts';

/** `image "prompt"`: one or more pictures, with their figures. */
export async function runImageJob(
  session: StudioSession,
  [prompt]: readonly string[],
  options: DemoOptions,
): Promise<JobResult> {
  if (prompt === undefined)
    throw new Error('The image job needs a prompt: npm run -s demo -- image "a fox"');
  const model = options.model ?? BUILT_IN_IMAGE_MODEL;
  const type = typeOfFormat(options.format ?? (extname(options.out ?? '').slice(1) || 'png'));
  const order: Order = {
    request: await readRequest(model, prompt, options),
    image: await readBase64(options.image),
    mask: await readBase64(options.mask),
    noise: await readNoise(options.noise),
    stepNoise: await readStepNoise(options['step-noise']),
    type,
  };
  const downloadedBytes = await installModel(session, model, options);
  const drawn = unwrap(await draw(session, order));
  const files = await writeFiles(drawn, options, type);
  await writeLatents(drawn, options['save-latents']);
  return { ...describe(drawn), model, downloadedBytes, files };
}

/** The message to the page. Bytes travel as base64, numbers as they are. */
interface Order {
  request: Omit<ImageRequest, 'image' | 'mask' | 'noise' | 'stepNoise'>;
  image: string | undefined;
  mask: string | undefined;
  noise: number[] | undefined;
  stepNoise: number[][] | undefined;
  type: 'image/png' | 'image/webp' | 'image/jpeg';
}

interface Drawn {
  loaded: LoadedModel | undefined;
  pictures: { file: string; seed: number; width: number; height: number; seconds: number }[];
  stepMs: number[];
  bytesReadBack: number[];
  corrections: readonly Correction[];
  /** Of the last picture. */
  latents: { dims: number[]; values: number[] } | undefined;
}

function draw({ page }: StudioSession, order: Order): Promise<PageResult<Drawn>> {
  return page.evaluate(async ({ request, image, mask, noise, stepNoise, type }) => {
    const value: Drawn = {
      loaded: undefined,
      pictures: [],
      stepMs: [],
      bytesReadBack: [],
      corrections: [],
      latents: undefined,
    };
    const { diffusion, pictures } = globalThis.triptych;
    try {
      const [start, cover] = await Promise.all(
        [image, mask].map(
          async (base64) => base64 && pictures.decode(new Blob([Uint8Array.fromBase64(base64)])),
        ),
      );
      const whole: ImageRequest = {
        ...request,
        ...(start ? { image: start } : {}),
        ...(cover
          ? { mask: { ...cover, data: cover.data.filter((_, index) => index % 4 === 0) } }
          : {}),
        ...(noise ? { noise: Float32Array.from(noise) } : {}),
        ...(stepNoise ? { stepNoise: stepNoise.map((values) => Float32Array.from(values)) } : {}),
      };
      for await (const event of diffusion.generate(whole, new AbortController().signal)) {
        if (event.type === 'load-end') value.loaded = event;
        if (event.type === 'generation-start') value.corrections = event.corrections;
        if (event.type === 'step-end') {
          value.stepMs.push(event.ms);
          value.bytesReadBack.push(event.bytesReadBack);
        }
        if (event.type !== 'image-end') continue;
        const { width, height, seconds, parameters, png, latents } = event;
        const blob = await pictures.convert(
          new Blob([png], { type: 'image/png' }),
          type,
          parameters,
        );
        const file = new Uint8Array(await blob.arrayBuffer()).toBase64();
        value.pictures.push({ file, seed: parameters.seed, width, height, seconds });
        if (latents)
          value.latents = { dims: [...latents.dims], values: Array.from(latents.values) };
      }
      return { value };
    } catch (thrown) {
      const { code, message, details } = thrown as EngineError;
      return { failure: { code, message, details } };
    }
  }, order);
}

function describe({ loaded, pictures, stepMs, bytesReadBack, corrections }: Drawn): JobResult {
  const [first] = pictures;
  const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
  return {
    ...(loaded && {
      device: loaded.device,
      dtype: loaded.dtype,
      adapter: loaded.adapter,
      loadMs: loaded.loadMs,
    }),
    width: first?.width,
    height: first?.height,
    seed: first?.seed,
    stepMs: stepMs.map((ms) => Math.round(ms * 10) / 10),
    secondsPerImage: sum(pictures.map(({ seconds }) => seconds)) / Math.max(1, pictures.length),
    bytesReadBackPerStep: sum(bytesReadBack) / Math.max(1, bytesReadBack.length),
    ...(corrections.length > 0 ? { corrections } : {}),
  };
}

async function readRequest(
  model: string,
  prompt: string,
  options: DemoOptions,
): Promise<Order['request']> {
  const { negative, scheduler, 'scheduler-config': config } = options;
  if (scheduler !== undefined && !(SCHEDULER_NAMES as readonly string[]).includes(scheduler))
    throw new Error(
      `--scheduler must be one of ${SCHEDULER_NAMES.join(', ')}, not "${scheduler}".`,
    );
  return {
    model,
    prompt,
    device: (options.device ?? 'auto') as DevicePreference,
    ...(options.dtype ? { dtype: options.dtype as Dtype } : {}),
    ...(negative === undefined ? {} : { negativePrompt: negative }),
    ...(scheduler ? { scheduler: scheduler as SchedulerName } : {}),
    ...(config ? { schedulerConfig: JSON.parse(await readFile(config, 'utf8')) as unknown } : {}),
    ...readNumbers(options),
    keepsLatents: options['save-latents'] !== undefined,
  };
}

const NUMBERS = {
  steps: 'numInferenceSteps',
  guidance: 'guidanceScale',
  width: 'width',
  height: 'height',
  n: 'n',
  strength: 'strength',
  eta: 'eta',
  'clip-skip': 'clipSkip',
  seed: 'seed',
} as const;

/** What is given as numbers, by the names of an ImageRequest. */
export function readNumbers(options: DemoOptions): Record<string, number> {
  return Object.fromEntries(
    (Object.keys(NUMBERS) as (keyof typeof NUMBERS)[]).flatMap((flag) => {
      const value = options[flag];
      if (value === undefined) return [];
      if (value.trim() === '' || !Number.isFinite(Number(value)))
        throw new Error(`--${flag} must be a number, not "${value}".`);
      return [[NUMBERS[flag], Number(value)]];
    }),
  );
}

async function readBase64(path: string | undefined): Promise<string | undefined> {
  return path === undefined ? undefined : (await readFile(path)).toString('base64');
}

async function readNoise(path: string | undefined): Promise<number[] | undefined> {
  return path === undefined ? undefined : Array.from((await readNpy(path)).values);
}

/** `[K, 1, C, h, w]`, cut into K. */
async function readStepNoise(path: string | undefined): Promise<number[][] | undefined> {
  if (path === undefined) return undefined;
  const { dims, values } = await readNpy(path);
  const [count = 1] = dims;
  const length = values.length / count;
  return Array.from({ length: count }, (_, index) =>
    Array.from(values.subarray(index * length, (index + 1) * length)),
  );
}

async function readNpy(path: string): Promise<Npy> {
  return parseNpy(await readFile(path));
}

function typeOfFormat(format: string): Order['type'] {
  const types = {
    png: 'image/png',
    webp: 'image/webp',
    jpg: 'image/jpeg',
    jpeg: 'image/jpeg',
  } as const;
  if (format in types) return types[format as keyof typeof types];
  throw new Error(`--format must be png, webp or jpeg, not "${format}".`);
}

const EXTENSIONS = { 'image/png': '.png', 'image/webp': '.webp', 'image/jpeg': '.jpg' };

/** One file under the name that was asked for; several get numbers before their ending. */
async function writeFiles(
  { pictures }: Drawn,
  { out }: DemoOptions,
  type: Order['type'],
): Promise<string[]> {
  const path = out ?? join('out', `image${EXTENSIONS[type]}`);
  const ending = extname(path);
  const stem = ending ? path.slice(0, -ending.length) : path;
  await mkdir(dirname(path), { recursive: true });
  return Promise.all(
    pictures.map(async ({ file }, index) => {
      const name =
        pictures.length === 1 ? path : `${stem}-${index + 1}${ending || EXTENSIONS[type]}`;
      await writeFile(name, Buffer.from(file, 'base64'));
      return name;
    }),
  );
}

async function writeLatents({ latents }: Drawn, path: string | undefined): Promise<void> {
  if (path === undefined || !latents) return;
  await writeFile(
    path,
    formatNpy({ dims: latents.dims, values: Float32Array.from(latents.values) }),
  );
}
