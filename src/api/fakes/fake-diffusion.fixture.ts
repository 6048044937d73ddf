import type {
  DiffusionEngine,
  ImageEvent,
  ImageRequest,
} from '../../engine/diffusion/diffusion-engine.ts';
import { EngineError, throwIfAborted, type ErrorCode } from '../../engine/errors.ts';
import { writeParameters } from '../../engine/images/metadata/image-metadata.ts';
import type { PixelImage } from '../../engine/images/pixel-image.ts';
import { encodePng } from '../../engine/images/png.ts';
import { nextTask } from '../../engine/next-task.ts';
import type { FakeRecord } from './fake-record.fixture.ts';

const SIDE = 64;
const STEPS = 4;

/** Pictures without a model: one colour, by the seed. `fail CODE` as a prompt fails. */
export function createFakeDiffusion(record: FakeRecord): Pick<DiffusionEngine, 'generate'> {
  return {
    async *generate(request, signal) {
      record.images.push(request);
      throwIfAborted(signal);
      const [verb, code] = request.prompt.split(' ');
      if (verb === 'fail')
        throw new EngineError(code as ErrorCode, `It failed: ${code}.`, {
          details: { requestedBytes: 8e9, availableBytes: 2e9 },
        });
      record.running += 1;
      try {
        yield* draw(request, signal, record);
      } finally {
        record.running -= 1;
      }
    },
  };
}

async function* draw(
  request: ImageRequest,
  signal: AbortSignal,
  record: FakeRecord,
): AsyncGenerator<ImageEvent> {
  const { n = 1, seed = 7, numInferenceSteps: of = STEPS, model, prompt } = request;
  const width = Math.min(request.width ?? request.image?.width ?? SIDE, 256);
  const height = Math.min(request.height ?? request.image?.height ?? SIDE, 256);
  yield { type: 'generation-start', n, seed, width, height, corrections: [] };
  for (let image = 0; image < n; image++) {
    const picture = paint(width, height, seed + image);
    for (let step = 1; step <= of; step++) {
      await nextTask();
      throwIfAborted(signal);
      record.steps += 1;
      const preview = request.previewEveryMs == null ? {} : { preview: paint(8, 8, seed + image) };
      yield {
        type: 'step-end',
        image,
        step,
        of,
        ms: 1,
        secondsLeft: 0,
        bytesReadBack: 0,
        ...preview,
      };
    }
    const parameters = {
      ...{ prompt, seed: seed + image, numInferenceSteps: of, guidanceScale: 1 },
      ...{ scheduler: request.scheduler ?? 'euler', width, height, model },
    };
    const png = writeParameters(await encodePng(picture), parameters);
    yield { type: 'image-end', image, width, height, png, parameters, seconds: 0 };
  }
  yield { type: 'finish', seconds: 0 };
}

function paint(width: number, height: number, seed: number): PixelImage {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let at = 0; at < data.length; at += 4)
    data.set([(seed * 53) % 256, (seed * 101) % 256, (at / 4) % width, 255], at);
  return { width, height, data };
}
