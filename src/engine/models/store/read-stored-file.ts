import { EngineError } from '../../errors.ts';
import type { EngineHost } from '../../host.ts';
import { keyOfFile, type ModelManifest } from '../manifest.ts';

/**
 * The bytes of an installed model's file. Throws `weights_damaged` if it is missing or has lost a
 * part.
 */
export async function readStoredFile(
  host: Pick<EngineHost, 'weights'>,
  manifest: ModelManifest,
  path: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const response = await host.weights.match(keyOfFile(manifest, path));
  if (!response)
    throw new EngineError('weights_damaged', `${manifest.title} lacks ${path}`, {
      details: { model: manifest.id, path },
    });
  return new Uint8Array(await response.arrayBuffer());
}

/** The same, as parsed JSON. */
export async function readStoredJson(
  host: Pick<EngineHost, 'weights'>,
  manifest: ModelManifest,
  path: string,
): Promise<unknown> {
  const text = new TextDecoder().decode(await readStoredFile(host, manifest, path));
  try {
    return JSON.parse(text);
  } catch (thrown) {
    throw new EngineError('weights_damaged', `${path} of ${manifest.title} is not JSON`, {
      cause: thrown,
    });
  }
}
