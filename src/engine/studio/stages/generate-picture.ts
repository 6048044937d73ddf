import type { DiffusionEngine, ImageRequest } from '../../diffusion/diffusion-engine.ts';
import { EngineError } from '../../errors.ts';
import type { Findings } from '../../image-ops/findings.ts';
import type {
  ImageOpsEngine,
  OperationRequest,
  ProcessedFile,
} from '../../image-ops/image-ops-engine.ts';
import { writeParameters } from '../../images/metadata/image-metadata.ts';
import type { ImageManifest, ModelManifest } from '../../models/manifest.ts';
import type { PictureEvent, PictureRequest, PictureSoFar } from './picture-request.ts';
import { selectModel } from './select-model.ts';
import { STAGES, type StageName, type StageTime } from './stages.ts';

/** The engines that make a picture. */
export interface PictureEngines {
  diffusion: Pick<DiffusionEngine, 'generate'>;
  imageOps: ImageOpsEngine;
  /** The models that are here. */
  listInstalled(): Promise<readonly ModelManifest[]>;
}

/** What the stages have made so far. */
interface Progress {
  manifest?: ImageManifest;
  picture?: PictureSoFar;
  derivatives: readonly ProcessedFile[];
  findings: Findings;
}

/** What a stage is run with. */
interface StageContext {
  request: PictureRequest;
  engines: PictureEngines;
  signal: AbortSignal;
}

type StageEvents = AsyncGenerator<PictureEvent, Progress>;

type StageRun = (before: Progress, context: StageContext) => StageEvents | Promise<Progress>;

/**
 * Makes a picture in seven stages. `stage-end` carries the picture as it is then, so that nothing is
 * lost if a later stage fails: the error's `details.stage` names it, and `resume` runs it again.
 * Throws what the engines throw.
 */
export async function* generatePicture(
  request: PictureRequest,
  engines: PictureEngines,
  signal: AbortSignal,
): AsyncGenerator<PictureEvent> {
  const { resume } = request;
  const first = resume ? STAGES.indexOf(resume.stage) : 0;
  const times: StageTime[] = [];
  let progress: Progress = { derivatives: [], findings: {}, ...(resume && { picture: resume }) };
  for (const stage of STAGES.slice(first)) {
    const begin = performance.now();
    const run = planStage(stage, request);
    if (run) {
      yield { type: 'stage-start', stage };
      progress = yield* naming(stage, run(progress, { request, engines, signal }));
    }
    const ms = performance.now() - begin;
    const time: StageTime = { name: stage, ms, ...(run ? {} : { skipped: true }) };
    times.push(time);
    const { picture } = progress;
    const { name, ...rest } = time;
    yield { type: 'stage-end', stage: name, ...rest, ...(picture && { picture }) };
  }
  const { picture, derivatives, findings } = progress;
  if (!picture) throw new EngineError('internal', 'There is no picture.');
  yield { type: 'finish', ...picture, derivatives, findings, stages: times };
}

/** What a stage does for this request; absent if it is not asked for. */
function planStage(stage: StageName, request: PictureRequest): StageRun | undefined {
  const operate =
    (operations: readonly OperationRequest[]): StageRun =>
    (before, context) =>
      applyOperations(stage, operations, before, context);
  switch (stage) {
    case 'select-model':
      return select;
    case 'diffuse':
      return draw;
    case 'overlay':
      return request.textOverlay === undefined
        ? undefined
        : operate([{ op: 'overlay', options: request.textOverlay }]);
    case 'watermark':
      return request.watermark === undefined
        ? undefined
        : operate([{ op: 'watermark', options: request.watermark }]);
    case 'moderate': {
      const { moderation } = request;
      if (moderation === undefined || moderation === false) return undefined;
      return operate([{ op: 'moderate', options: moderation === true ? {} : moderation }]);
    }
    case 'process':
      return request.process?.length ? operate(request.process) : undefined;
    case 'output':
      return writeOutput;
  }
}

async function select(before: Progress, { request, engines }: StageContext): Promise<Progress> {
  return { ...before, manifest: selectModel(request, await engines.listInstalled()) };
}

async function* draw(before: Progress, { request, engines, signal }: StageContext): StageEvents {
  const { manifest } = before;
  if (!manifest) throw new EngineError('internal', 'No model was selected.');
  let picture: PictureSoFar | undefined;
  for await (const event of engines.diffusion.generate(toImageRequest(request, manifest), signal)) {
    if (event.type === 'step-end') {
      const { step, of, preview } = event;
      yield {
        type: 'stage-progress',
        stage: 'diffuse',
        done: step / of,
        ...(preview && { preview }),
      };
    }
    if (event.type === 'image-end') {
      const { png, width, height, parameters } = event;
      const file = new Blob([png], { type: 'image/png' });
      picture = { file, width, height, parameters };
    }
  }
  if (!picture) throw new EngineError('internal', 'The model drew nothing.');
  return { ...before, picture };
}

function toImageRequest(request: PictureRequest, manifest: ImageManifest): ImageRequest {
  const { prompt, device, width, height, seed, scheduler } = request;
  const { negativePrompt, numInferenceSteps, guidanceScale } = request;
  const given = { device, width, height, seed, scheduler, numInferenceSteps, guidanceScale };
  return {
    model: manifest.id,
    prompt,
    ...(Object.fromEntries(
      Object.entries(given).filter(([, value]) => value !== undefined),
    ) as Partial<ImageRequest>),
    // A model that cannot avoid anything is not told to.
    ...(negativePrompt !== undefined && manifest.capabilities.negativePrompt && { negativePrompt }),
  };
}

/** The first file stays the picture; what else comes out are its derivatives. */
async function* applyOperations(
  stage: StageName,
  operations: readonly OperationRequest[],
  before: Progress,
  { engines, signal }: StageContext,
): StageEvents {
  const { picture } = before;
  if (!picture) throw new EngineError('internal', 'There is no picture to change.');
  const events = engines.imageOps.process({ file: picture.file, operations }, signal);
  for await (const event of events) {
    if (event.type === 'operation-progress')
      yield {
        type: 'stage-progress',
        stage,
        done: (event.index + event.done) / operations.length,
      };
    if (event.type !== 'finish') continue;
    const findings = { ...before.findings, ...event.findings };
    const named = event.files.filter(({ name }) => name !== undefined);
    const [changed] = event.files.filter(({ name }) => name === undefined);
    return {
      ...before,
      findings,
      derivatives: [...before.derivatives, ...named],
      ...(changed && {
        picture: { ...picture, file: changed.file, width: changed.width, height: changed.height },
      }),
    };
  }
  throw new EngineError('internal', 'The operations gave no picture.');
}

async function* writeOutput(before: Progress, context: StageContext): StageEvents {
  const { format } = context.request;
  const convert = format && [{ op: 'convert', options: { format } }];
  const after = convert ? yield* applyOperations('output', convert, before, context) : before;
  const { picture } = after;
  if (!picture) return after;
  const bytes = new Uint8Array(await picture.file.arrayBuffer());
  const file = new Blob([writeParameters(bytes, picture.parameters)], { type: picture.file.type });
  return { ...after, picture: { ...picture, file } };
}

/** Errors say in which stage they happened. */
async function* naming(stage: StageName, work: ReturnType<StageRun>): StageEvents {
  try {
    return work instanceof Promise ? await work : yield* work;
  } catch (thrown) {
    const { code, message, details, cause } = EngineError.from(thrown);
    throw new EngineError(code, message, { cause, details: { ...details, stage } });
  }
}
