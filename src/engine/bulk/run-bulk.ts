import { EngineError, throwIfAborted, type ErrorCode } from '../errors.ts';
import type {
  ImageOpsEngine,
  ImageOpsEvent,
  OperationRequest,
} from '../image-ops/image-ops-engine.ts';

/** What was made of one picture, and what it was before. */
export interface BulkResult {
  before: Omit<Extract<ImageOpsEvent, { type: 'picture-start' }>, 'type'>;
  made: Omit<Extract<ImageOpsEvent, { type: 'finish' }>, 'type'>;
}

export type BulkEvent =
  | { type: 'item-start'; id: string }
  /** How much of the picture's operations is done, 0 to 1. */
  | { type: 'item-progress'; id: string; done: number }
  | ({ type: 'item-end'; id: string } & BulkResult)
  /** This picture could not be processed; the others go on. */
  | { type: 'item-failed'; id: string; error: EngineError };

export interface BulkRequest {
  /** Ids of pictures. */
  ids: Iterable<string>;
  /** Opens a picture's file when its turn has come. */
  open(id: string): Promise<Blob>;
  /** What is done to a picture. */
  operationsFor(id: string): readonly OperationRequest[];
}

/** What hits every picture alike: the run ends. Everything else is the picture's own failure. */
const HITS_ALL: ReadonlySet<ErrorCode> = new Set([
  'aborted',
  'download_failed',
  'model_not_found',
  'model_not_installed',
  'network_unreachable',
  'storage_full',
  'storage_unavailable',
  'weights_damaged',
]);

/**
 * Runs operations on one picture after the other, so that memory holds one at a time. The
 * next one begins when the caller asks for it, that is, when it has put the last result away. A
 * picture that cannot be processed fails alone. Throws what would hit every picture: `aborted`,
 * `storage_full`, `network_unreachable` and other failures to fetch a model.
 *
 * @example
 * import { EngineError } from '../errors.ts';
 * const engine = {
 *   async *process({ file }: { file: Blob }) {
 *     if (file.size === 0) throw new EngineError('invalid_request', 'The file is empty.');
 *     yield { type: 'finish', files: [], findings: {}, ms: 1 } as const;
 *   },
 * };
 * const files: Record<string, Blob> = { good: new Blob(['x']), empty: new Blob([]) };
 * const open = async (id: string) => files[id] ?? new Blob([]);
 * const request = { ids: Object.keys(files), open, operationsFor: () => [] };
 * const ends: string[] = [];
 * for await (const { type, id } of runBulk(engine, request, new AbortController().signal))
 *   if (type !== 'item-start') ends.push(`${id}: ${type}`);
 * ends; // → ['good: item-end', 'empty: item-failed']
 */
export async function* runBulk(
  engine: ImageOpsEngine,
  { ids, open, operationsFor }: BulkRequest,
  signal: AbortSignal,
): AsyncGenerator<BulkEvent> {
  for (const id of ids) {
    throwIfAborted(signal);
    yield { type: 'item-start', id };
    try {
      yield* runOne(engine, id, { file: await open(id), operations: operationsFor(id) }, signal);
    } catch (thrown) {
      const error = EngineError.from(thrown);
      if (HITS_ALL.has(error.code)) throw error;
      yield { type: 'item-failed', id, error };
    }
  }
}

async function* runOne(
  engine: ImageOpsEngine,
  id: string,
  request: { file: Blob; operations: readonly OperationRequest[] },
  signal: AbortSignal,
): AsyncGenerator<BulkEvent> {
  let before: BulkResult['before'] = { kind: 'png', width: 0, height: 0, frames: 1 };
  const of = Math.max(1, request.operations.length);
  for await (const event of engine.process(request, signal)) {
    if (event.type === 'picture-start') ({ ...before } = event);
    if (event.type === 'operation-start')
      yield { type: 'item-progress', id, done: event.index / of };
    if (event.type === 'operation-progress')
      yield { type: 'item-progress', id, done: (event.index + event.done) / of };
    if (event.type !== 'finish') continue;
    throwIfAborted(signal);
    const { files, findings, ms } = event;
    yield { type: 'item-end', id, before, made: { files, findings, ms } };
  }
}
