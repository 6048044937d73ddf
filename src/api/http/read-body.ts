import type { z } from '@hono/zod-openapi';
import { EngineError } from '../../engine/errors.ts';
import { joinBytes } from '../../engine/join-bytes.ts';
import { ApiError } from './api-error.ts';

interface BodyOptions {
  schema: z.ZodObject;
  /** Whether it may also come as a form. */
  takesForms: boolean;
  maxBytes: number;
}

/**
 * The body as an object of fields, whether it came as JSON or as a form. Throws `invalid_request`,
 * `limit_exceeded` and `unsupported_media_type`.
 */
export async function readBody(
  request: Request,
  { schema, takesForms, maxBytes }: BodyOptions,
): Promise<unknown> {
  const type = request.headers.get('content-type') ?? '';
  const kind = type.split(';')[0]?.trim().toLowerCase() ?? '';
  const isForm = kind === 'multipart/form-data' && takesForms;
  if (!isForm && !/^application\/(?:[\w.-]+\+)?json$/.test(kind))
    throw new ApiError(
      'unsupported_media_type',
      `Send the body as application/json${takesForms ? ' or multipart/form-data' : ''}, not as ${kind || 'nothing in particular'}.`,
    );
  const bytes = await readBytes(request, maxBytes);
  return isForm ? readForm(bytes, type, schema) : parseJson(new TextDecoder().decode(bytes));
}

/** Stops reading as soon as there is too much, whatever the headers claim. */
export async function readBytes(
  request: Request,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  if (Number(request.headers.get('content-length')) > maxBytes) refuseLength(maxBytes);
  const pieces: Uint8Array[] = [];
  let length = 0;
  const reader = request.body?.getReader();
  for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
    length += read.value.length;
    if (length > maxBytes) {
      await reader?.cancel();
      refuseLength(maxBytes);
    }
    pieces.push(read.value);
  }
  return joinBytes(pieces);
}

function refuseLength(maxBytes: number): never {
  throw new EngineError(
    'limit_exceeded',
    `The body is larger than ${Math.round(maxBytes / 1e6)} MB. Send less at once.`,
    { details: { maxBytes } },
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new EngineError('invalid_request', 'The body is not valid JSON.');
  }
}

async function readForm(
  bytes: Uint8Array<ArrayBuffer>,
  type: string,
  schema: z.ZodObject,
): Promise<unknown> {
  const form = await new Response(bytes, { headers: { 'Content-Type': type } })
    .formData()
    .catch(() => {
      throw new EngineError('invalid_request', 'The body is not a valid form.');
    });
  const fields = new Map<string, (File | string)[]>();
  for (const [name, value] of form) {
    // `image[]` is how clients write a list.
    const key = name.replace(/\[\]$/, '');
    fields.set(key, [...(fields.get(key) ?? []), value]);
  }
  return Object.fromEntries(
    [...fields].map(([name, values]) => [
      name,
      values.length === 1
        ? readField(schema.shape[name], values[0])
        : values.map((value) => readField(undefined, value)),
    ]),
  );
}

/** Forms know texts alone: what does not fit as one is read as JSON, such as numbers. */
function readField(schema: z.core.$ZodType | undefined, value: unknown): unknown {
  if (typeof value !== 'string' || !schema) return value;
  if ((schema as z.ZodType).safeParse(value).success) return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}
