import { createNotInstalled } from '../models/not-installed.ts';
import { EngineError, throwIfAborted } from '../errors.ts';
import type { ComputeHost } from '../host.ts';
import { withProgress } from '../with-progress.ts';
import { readBytes } from '../files/file-budget.ts';
import { nextTask } from '../next-task.ts';
import { formatOfKind, librariesOf } from './encode-picture.ts';
import { encodePictures, type PictureEncoders } from './encode-together.ts';
import type { Findings } from './findings.ts';
import type {
  ImageOpsEngine,
  ImageOpsEvent,
  ImageOpsRequest,
  ProcessedFile,
} from './image-ops-engine.ts';
import { DEFAULT_LIMITS, inspectPicture } from './inspect/inspect-picture.ts';
import { createNetworks } from './networks/open-network.ts';
import { openPicture } from './open-picture.ts';
import type { Operation, OperationTools } from './operation.ts';
import { OPERATIONS } from './operations/operations.ts';
import { parseOptions } from './options.ts';
import type { Picture } from './picture.ts';
import type { CanvasPlatform } from './text/canvas-platform.ts';
import { createTurns } from '../turns.ts';
import { openImageScope, type LoadVips } from './vips.ts';

interface Step {
  operation: Operation;
  options: unknown;
}

/** What a platform gives to image operations. */
export interface ImageOpsPlatform {
  loadVips: LoadVips;
  /** Runs networks; called when the first one is needed. */
  connectCompute(): Promise<ComputeHost>;
  /** Draws text; called when there is some. */
  connectCanvas(): Promise<CanvasPlatform>;
  /** Further threads that write pictures. Default: none, each is written after the other. */
  encoders?: PictureEncoders;
}

/**
 * Image operations by libvips.
 *
 * @example
 * import { createVipsLoader } from './load-vips.ts';
 * import { encodePng } from '../images/png.ts';
 * import { createComputeHost } from '../../../e2e/fixtures/compute-host.ts';
 * import { createNodeCanvas } from '../../../server/node-canvas.ts';
 * const connectCompute = async () => createComputeHost();
 * const connectCanvas = async () => createNodeCanvas();
 * const loadVips = createVipsLoader();
 * const engine = createImageOpsEngine({ loadVips, connectCompute, connectCanvas });
 * const png = await encodePng({ width: 8, height: 4, data: new Uint8ClampedArray(128) });
 * const operations = [{ op: 'resize', options: { width: 4 } }, { op: 'optimize' }];
 * const request = { file: new Blob([png]), operations };
 * const sizes: number[][] = [];
 * for await (const event of engine.process(request, new AbortController().signal))
 *   if (event.type === 'finish')
 *     for (const { width, height } of event.files) sizes.push([width, height]);
 * sizes; // → [[4, 2]]
 */
export function createImageOpsEngine({
  loadVips,
  connectCompute,
  connectCanvas,
  encoders,
}: ImageOpsPlatform): ImageOpsEngine {
  const turns = createTurns();
  const openNetwork = createNetworks(connectCompute);
  return {
    async *process(request, signal) {
      const start = performance.now();
      const steps = readSteps(request);
      const bytes = await readBytes(request.file);
      const facts = inspectPicture(bytes, { ...DEFAULT_LIMITS, ...request.limits });
      await checkModels(steps, connectCompute);
      const release = await turns.take(signal);
      const images = openImageScope();
      try {
        const { kind, width, height, frames } = facts;
        yield { type: 'picture-start', kind, width, height, frames };
        const vips = await loadVips([
          ...librariesOf(formatOfKind(kind)),
          ...steps.flatMap(({ operation, options }) => operation.libraries?.(options) ?? []),
        ]);
        const picture = openPicture(vips, bytes, facts, request.frames ?? 'first', images.keep);
        const findings: Findings = {};
        const note = (found: Findings) => void Object.assign(findings, found);
        const { keep } = images;
        const tools = { vips, keep, signal, openNetwork, connectCanvas, note };
        const pictures = yield* apply(picture, steps, tools);
        const encoded = await encodePictures(vips, pictures, encoders, signal);
        const files = encoded.map(({ bytes, type, ...file }, index): ProcessedFile => ({
          ...file,
          name: pictures[index]?.name,
          crop: pictures[index]?.crop,
          file: new Blob([bytes], { type }),
        }));
        yield { type: 'finish', files, findings, ms: performance.now() - start };
      } finally {
        images.free();
        release();
      }
    },
  };
}

function readSteps({ operations }: ImageOpsRequest): Step[] {
  return operations.map(({ op, options }) => {
    const operation = OPERATIONS.get(op);
    if (!operation)
      throw new EngineError(
        'invalid_request',
        `There is no operation "${op}". There are: ${[...OPERATIONS.keys()].join(', ')}.`,
      );
    return { operation, options: parseOptions(op, operation.options, options) };
  });
}

async function checkModels(
  steps: readonly Step[],
  connectCompute: ImageOpsPlatform['connectCompute'],
): Promise<void> {
  const models = steps.flatMap(({ operation, options }) => operation.models?.(options) ?? []);
  if (models.length === 0) return;
  const host = await connectCompute();
  for (const model of models) if (!(await host.findModel(model))) throw createNotInstalled(model);
}

async function* apply(
  picture: Picture,
  steps: readonly Step[],
  tools: Omit<OperationTools, 'report'>,
): AsyncGenerator<ImageOpsEvent, readonly Picture[]> {
  let current: readonly Picture[] = [picture];
  for (const [index, { operation, options }] of steps.entries()) {
    yield { type: 'operation-start', index, of: steps.length, op: operation.name };
    const made: Picture[] = [];
    for (const [at, each] of current.entries()) {
      await nextTask();
      throwIfAborted(tools.signal);
      const result = yield* withProgress(
        async (report) => operation.apply(each, options, { ...tools, report }),
        (done): ImageOpsEvent => ({
          type: 'operation-progress',
          index,
          done: (at + done) / current.length,
        }),
      );
      made.push(...[result].flat());
    }
    current = made;
  }
  return current;
}
