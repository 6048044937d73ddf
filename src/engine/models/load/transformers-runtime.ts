import { env } from '@huggingface/transformers';
import type { ComputeDevice } from '../../device.ts';
import { EngineError } from '../../errors.ts';
import type { EngineHost } from '../../host.ts';
import { KEY_HOST, type ModelManifest } from '../manifest.ts';

/** A file to give instead of the stored one. */
export interface ReplacedFile {
  key: string;
  model: Uint8Array<ArrayBuffer>;
}

/**
 * Lets transformers.js use the host's runtime and read from its weights alone. Returns the list in
 * which failed reads appear: the library itself swallows them.
 */
export async function configureTransformers(
  host: EngineHost,
  { revision }: ModelManifest,
  device: ComputeDevice,
  replaced?: ReplacedFile,
): Promise<EngineError[]> {
  // The library uses the same module of ONNX Runtime, which is thereby told where its files are.
  await host.loadOrt(device);
  const failures: EngineError[] = [];
  // The library looks for a tokenizer on "main" whatever revision it was given
  // (get_tokenizer_files).
  const pinKey = (key: string) =>
    key.replace('/resolve/main/', `/resolve/${encodeURIComponent(revision)}/`);
  env.allowLocalModels = false;
  env.remoteHost = KEY_HOST;
  env.useBrowserCache = false;
  // The runtime's own files are the page's, kept for offline use by the service worker.
  env.useWasmCache = false;
  env.useCustomCache = true;
  env.customCache = {
    match(key: string) {
      if (replaced?.key === pinKey(key)) return Promise.resolve(respondWith(replaced.model));
      return host.weights.match(pinKey(key)).catch((thrown: unknown) => {
        failures.push(EngineError.from(thrown, 'weights_damaged'));
        return undefined;
      });
    },
    put: (key: string, response: Response) => host.weights.put(key, response),
  };
  // What is not in the store does not exist: optional files are asked for by name.
  env.fetch = () => Promise.resolve(new Response(null, { status: 404 }));
  return failures;
}

/** Releases the files given to the last load, which may be large. */
export function releaseTransformersFiles(): void {
  env.useCustomCache = false;
  env.customCache = null;
}

function respondWith(bytes: Uint8Array<ArrayBuffer>): Response {
  return new Response(bytes, { headers: { 'content-length': String(bytes.length) } });
}

/** Turns what loading has thrown into an error that names the model. */
export function explainLoadFailure(thrown: unknown, manifest: ModelManifest): EngineError {
  const error = EngineError.from(thrown);
  if (error.code !== 'internal') return error;
  if (/could not locate file|file was not found/i.test(error.message))
    return new EngineError('weights_damaged', `${manifest.title} lacks a file`, { cause: thrown });
  return new EngineError('internal', `${manifest.title} could not be loaded: ${error.message}`, {
    cause: thrown,
  });
}
