import { EngineError } from '../src/engine/errors.ts';
import { BUILT_IN_MODELS } from '../src/engine/models/built-in-parts.ts';
import { createBuiltInStore } from '../src/engine/models/store/built-in-store.ts';
import type { ChunkStore } from '../src/engine/models/store/weight-store.ts';
import { createChunkStore } from '../src/storage/weights.ts';
import { connectWeightsDatabase } from '../src/storage/weights-database.ts';

/**
 * The weights that this browser keeps; where it lets the site keep nothing, the built-in models as
 * they lie on the server.
 */
export async function openChunkStore(): Promise<ChunkStore> {
  const database = connectWeightsDatabase();
  try {
    await database.use(() => Promise.resolve());
  } catch (thrown) {
    if (isDenied(thrown)) return createBuiltInStore({ url: STARTER_URL, fetch }, BUILT_IN_MODELS);
  }
  return createChunkStore(database);
}

/** Not for a while, as with a newer version in another tab or a full disk, but by a setting. */
function isDenied(thrown: unknown): boolean {
  const { cause } = EngineError.from(thrown);
  return cause instanceof DOMException && /denied/i.test(cause.message);
}

/** Built workers lie in a folder beside the built-in models. */
const STARTER_URL = new URL(import.meta.env.DEV ? '/starter' : '../starter', location.href).href;
