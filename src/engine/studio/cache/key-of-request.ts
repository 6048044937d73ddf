import { hashChunk } from '../../models/digest.ts';
import type { ImageManifest } from '../../models/manifest.ts';

/**
 * A digest (SHA-256, hexadecimal) of everything that an answer depends on: the model by its
 * revision and its files' digests, and all values of the request, files in it by their bytes. The
 * order of fields and fields that are undefined change nothing.
 */
export async function keyOfRequest(
  kind: 'picture' | 'batch' | 'drawing',
  request: object,
  { id, revision, files, variants }: ImageManifest,
): Promise<string> {
  const digests = [...files, ...variants.flatMap((variant) => variant.files)].map(
    ({ path, digest }) => [path, digest ?? null],
  );
  const whole = { kind, model: { id, revision, digests }, request: await plain(request) };
  return hashChunk(new TextEncoder().encode(JSON.stringify(await plain(whole))));
}

/** The value as JSON knows it, with fields in the order of their names. */
async function plain(value: unknown): Promise<unknown> {
  if (value instanceof Blob)
    return { blob: await hashChunk(new Uint8Array(await value.arrayBuffer())), type: value.type };
  if (ArrayBuffer.isView(value)) {
    const { buffer, byteOffset, byteLength } = value;
    return { bytes: await hashChunk(new Uint8Array(buffer, byteOffset, byteLength).slice()) };
  }
  if (Array.isArray(value)) return Promise.all(value.map(plain));
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value)
    .filter(([, each]) => each !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(
    await Promise.all(fields.map(async ([name, each]) => [name, await plain(each)] as const)),
  );
}
