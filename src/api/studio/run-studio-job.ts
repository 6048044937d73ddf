import { encodePng } from '../../engine/images/png.ts';
import { type DerivativeSize, FAMILIES } from '../../engine/image-ops/derivatives/families.ts';
import { EngineError } from '../../engine/errors.ts';
import type { BatchEvent } from '../../engine/studio/batch/batch-request.ts';
import type { WantedSize } from '../../engine/studio/batch/plan-bases.ts';
import type { FinishedPicture, PictureEvent } from '../../engine/studio/stages/picture-request.ts';
import { STAGES } from '../../engine/studio/stages/stages.ts';
import { encodeBase64, encodeFile } from '../base64.ts';
import type { JobProgress, RunJob } from '../jobs/job-desk.ts';
import type { ApiServices } from '../services.ts';
import type { WireBatchRequest, WireGenerateRequest } from './studio-schema.ts';
import { toPictureRequest } from './to-picture-request.ts';
import { formatOf, writeDerivatives } from './write-files.ts';

type Report = (progress: JobProgress) => void;

/** What the studio's jobs do. Their requests were checked when they came. */
export function createStudioRunner(services: ApiServices): RunJob {
  return ({ kind, request }, report, signal) =>
    kind === 'generate'
      ? makePicture(request as WireGenerateRequest, services, report, signal)
      : makeSizes(request as WireBatchRequest, services, report, signal);
}

/** One picture in seven stages, as `/generate` answers it. */
export async function makePicture(
  wire: WireGenerateRequest,
  { studio }: ApiServices,
  report: Report,
  signal: AbortSignal,
): Promise<WrittenPicture> {
  for await (const event of studio.generatePicture(toPictureRequest(wire), signal)) {
    if (event.type === 'finish') return writePicture(event);
    const progress = await readProgress(event);
    if (progress) report(progress);
  }
  throw new EngineError('internal', 'The picture was not finished.');
}

/** As `/generate` answers it. `cached`: whether it was made for an earlier request. */
type WrittenPicture = Record<string, unknown> & { model: string; cached: boolean };

async function writePicture(picture: FinishedPicture): Promise<WrittenPicture> {
  const { file, width, height, parameters, stages, derivatives, findings, cached } = picture;
  return {
    imageData: await encodeFile(file),
    format: formatOf(file),
    ...{ width, height, seed: parameters.seed, model: parameters.model, stages },
    ...(derivatives.length > 0 && { derivatives: await writeDerivatives(derivatives) }),
    metadata: { ...parameters, ...findings },
    cached: cached === true,
  };
}

/** Of the seven stages, how many are done. */
async function readProgress(
  event: Exclude<PictureEvent, { type: 'finish' }>,
): Promise<JobProgress | undefined> {
  const { stage, type } = event;
  const of = STAGES.length;
  const before = STAGES.indexOf(stage);
  if (type === 'stage-start') return { stage, step: before, of };
  if (type === 'stage-end') return event.skipped ? undefined : { stage, step: before + 1, of };
  const { done, preview } = event;
  return {
    ...{ stage, step: before + done, of },
    ...(preview && { preview: encodeBase64(await encodePng(preview)) }),
  };
}

/** Several sizes of one motif, as `/generate/batch-sizes` answers it. */
async function makeSizes(
  wire: WireBatchRequest,
  services: ApiServices,
  report: Report,
  signal: AbortSignal,
): Promise<object> {
  const { sizes, brief, ...drawing } = wire;
  const written = brief === undefined ? {} : await readBrief(wire, brief, services, signal);
  const prompt = drawing.prompt ?? written.prompt ?? '';
  const picture = toPictureRequest({ ...written, ...drawing, prompt });
  const wanted = sizes.flatMap(toWantedSizes);
  let bases = 1;
  for await (const event of services.studio.generateBatch({ ...picture, sizes: wanted }, signal)) {
    if (event.type === 'batch-start') bases = event.bases;
    if (event.type === 'finish') return { ...(await writeSizes(event)), prompt };
    const progress = await readBatchProgress(event, bases);
    if (progress) report(progress);
  }
  throw new EngineError('internal', 'The sizes were not finished.');
}

/** What a brief says, as far as the request does not. */
async function readBrief(
  { model }: WireBatchRequest,
  brief: string,
  { studio }: ApiServices,
  signal: AbortSignal,
): Promise<Partial<WireGenerateRequest>> {
  const asked = { brief, count: 1, ...(model && { imageModel: model }) };
  const { config, prompts } = await studio.analyzeContext(asked, signal);
  const { width: _, height: __, ...how } = config;
  const [first] = prompts;
  return { ...how, ...(first && { prompt: first.prompt, negativePrompt: first.negativePrompt }) };
}

function toWantedSizes(size: WireBatchRequest['sizes'][number]): WantedSize[] {
  if (typeof size !== 'string') return [size];
  const family: readonly DerivativeSize[] = FAMILIES[size];
  return family.map(({ name, width, height }) => {
    if (name !== undefined && height !== undefined) return { name, width, height };
    throw new EngineError('invalid_request', `sizes: ${size} has no heights; see /derivatives.`, {
      details: { param: 'sizes' },
    });
  });
}

async function writeSizes({
  images,
  bases,
  seed,
  stages,
  cached,
}: Extract<BatchEvent, { type: 'finish' }>): Promise<object> {
  const written: [string, object][] = [];
  for (const { name, file, width, height, base, crop } of images) {
    const focalPoint = bases[base]?.focalPoint;
    const imageData = await encodeFile(file);
    const format = formatOf(file);
    written.push([name, { imageData, format, width, height, base, crop, focalPoint }]);
  }
  const facts = { bases_generated: bases.length, seed, stages, cached: cached === true };
  return { images: Object.fromEntries(written), ...facts };
}

async function readBatchProgress(
  event: BatchEvent,
  bases: number,
): Promise<JobProgress | undefined> {
  const of = STAGES.length * bases;
  if (event.type === 'base-event') {
    const progress = await readProgress(event.event);
    return progress && { ...progress, step: event.base * STAGES.length + progress.step, of };
  }
  if (event.type === 'base-end')
    return { stage: 'output', step: (event.index + 1) * STAGES.length, of };
  return undefined;
}
