import * as z from 'zod/mini';
import { EngineError } from '../errors.ts';
import { parseJson } from '../parse-json.ts';

/** The files of one model, wherever they are kept. Paths as in its repository. */
export interface ModelFiles {
  readonly paths: ReadonlySet<string>;
  /** Throws `weights_damaged` for a file that is not there. */
  read(path: string): Promise<Uint8Array<ArrayBuffer>>;
  /** The same file, still on disk. Absent if files are not kept so. */
  open?(path: string): Promise<Blob>;
}

/**
 * A JSON file, parsed; `undefined` if the model has none. Throws `weights_damaged` for one that is
 * none.
 */
export async function readModelJson<T>(
  files: ModelFiles,
  path: string,
  schema: z.core.$ZodType<T>,
): Promise<T | undefined> {
  if (!files.paths.has(path)) return undefined;
  const text = new TextDecoder().decode(await files.read(path));
  const parsed = z.safeParse(schema, parseJson(text));
  if (parsed.success) return parsed.data;
  throw new EngineError(
    'weights_damaged',
    `${path} is not valid: ${parsed.error.issues[0]?.message ?? ''}`,
    {
      details: { path },
    },
  );
}
