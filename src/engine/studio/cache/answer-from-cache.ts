import type { ImageManifest, ModelManifest } from '../../models/manifest.ts';
import type { BatchEvent, BatchRequest } from '../batch/batch-request.ts';
import type { PictureEvent, PictureRequest } from '../stages/picture-request.ts';
import { selectModel } from '../stages/select-model.ts';
import { keyOfRequest } from './key-of-request.ts';
import type { PictureCache, StudioAnswer } from './picture-cache.ts';

type StudioRequest = PictureRequest | BatchRequest;

interface CacheContext {
  cache: PictureCache;
  listInstalled(): Promise<readonly ModelManifest[]>;
}

/**
 * Answers a request as it was answered before, marked as `cached`; otherwise does the work and keeps
 * its answer. `isDrawnAnew` asks for the work in any case. A request without a seed asks for a picture
 * by chance, and what goes on from an earlier run is not a request of its own: both pass by. A cache that
 * fails is as good as none.
 */
export async function* answerFromCache<E extends { type: string }>(
  request: StudioRequest,
  { cache, listInstalled }: CacheContext,
  work: () => AsyncIterable<E>,
): AsyncGenerator<E> {
  const key = await findKey(request, listInstalled);
  const { isDrawnAnew = false } = request;
  const known = key !== undefined && !isDrawnAnew ? await match(cache, key) : undefined;
  if (known) return yield* tellAgain(known) as Iterable<E>;
  for await (const event of work()) {
    if (key !== undefined && isAnswer(event)) await cache.put(key, event).catch(() => undefined);
    yield event;
  }
}

/** The pictures as they were told when they were made, without the work between them. */
function* tellAgain(answer: StudioAnswer): Generator<PictureEvent | BatchEvent> {
  if ('images' in answer) {
    const { bases, images, seed } = answer;
    yield { type: 'batch-start', bases: bases.length, sizes: images.length, seed };
    for (const [index, base] of bases.entries()) yield { type: 'base-end', index, base };
    for (const image of images) yield { type: 'size-end', image };
  }
  yield { ...answer, cached: true };
}

const match = (cache: PictureCache, key: string) => cache.match(key).catch(() => undefined);

function isAnswer(event: { type: string }): event is StudioAnswer {
  return event.type === 'finish';
}

/** `undefined` where an answer would not be one to the request alone. */
async function findKey(
  request: StudioRequest,
  listInstalled: CacheContext['listInstalled'],
): Promise<string | undefined> {
  const { isDrawnAnew: _, device: _device, ...rest } = request;
  if (rest.seed === undefined) return undefined;
  if ('resume' in rest || 'bases' in rest || 'images' in rest) return undefined;
  const model = chooseModel(request, await listInstalled());
  return model && keyOfRequest('sizes' in request ? 'batch' : 'picture', rest, model);
}

/** Without a model the work says what is missing. */
function chooseModel(
  request: StudioRequest,
  installed: readonly ModelManifest[],
): ImageManifest | undefined {
  try {
    return selectModel(request, installed);
  } catch {
    return undefined;
  }
}
