import { EngineError, throwIfAborted } from '../errors.ts';
import { readBytes } from '../files/file-budget.ts';
import { nextTask } from '../next-task.ts';
import { encodePicture, formatOfKind, librariesOf } from './encode-picture.ts';
import type { ImageOpsEngine, ImageOpsEvent, ImageOpsRequest } from './image-ops-engine.ts';
import { DEFAULT_LIMITS, inspectPicture } from './inspect/inspect-picture.ts';
import { openPicture } from './open-picture.ts';
import type { Operation, OperationTools } from './operation.ts';
import { OPERATIONS } from './operations/operations.ts';
import { parseOptions } from './options.ts';
import type { Picture } from './picture.ts';
import { createTurns } from '../turns.ts';
import { openImageScope, type LoadVips } from './vips.ts';

interface Step {
  operation: Operation;
  options: unknown;
}

/**
 * Image operations by libvips.
 *
 * @example
 * import { createVipsLoader } from './load-vips.ts';
 * import { encodePng } from '../images/png.ts';
 * const engine = createImageOpsEngine(createVipsLoader());
 * const png = await encodePng({ width: 8, height: 4, data: new Uint8ClampedArray(128) });
 * const operations = [{ op: 'resize', options: { width: 4 } }, { op: 'optimize' }];
 * const request = { file: new Blob([png]), operations };
 * const sizes: number[][] = [];
 * for await (const event of engine.process(request, new AbortController().signal))
 *   if (event.type === 'finish')
 *     for (const { width, height } of event.files) sizes.push([width, height]);
 * sizes; // → [[4, 2]]
 */
export function createImageOpsEngine(loadVips: LoadVips): ImageOpsEngine {
  const turns = createTurns();
  return {
    async *process(request, signal) {
      const start = performance.now();
      const steps = readSteps(request);
      const bytes = await readBytes(request.file);
      const facts = inspectPicture(bytes, { ...DEFAULT_LIMITS, ...request.limits });
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
        const changed = yield* apply(picture, steps, { vips, keep: images.keep, signal });
        const { bytes: encoded, type, ...file } = await encodePicture(vips, changed, signal);
        const files = [{ ...file, file: new Blob([encoded], { type }) }];
        yield { type: 'finish', files, ms: performance.now() - start };
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

async function* apply(
  picture: Picture,
  steps: readonly Step[],
  tools: OperationTools,
): AsyncGenerator<ImageOpsEvent, Picture> {
  let current = picture;
  for (const [index, { operation, options }] of steps.entries()) {
    yield { type: 'operation-start', index, of: steps.length, op: operation.name };
    await nextTask();
    throwIfAborted(tools.signal);
    current = await operation.apply(current, options, tools);
  }
  return current;
}
