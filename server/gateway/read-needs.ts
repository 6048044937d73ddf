import type { ModelTask } from '../../src/engine/models/manifest.ts';
import type { RouteNeeds } from './find-route.ts';

/** Routes that every server of OpenAI's API may have, by what they are for. */
const TASKS: Readonly<Record<string, ModelTask>> = {
  '/v1/chat/completions': 'chat',
  '/v1/completions': 'chat',
  '/v1/responses': 'chat',
  '/v1/embeddings': 'embedding',
  '/v1/images/generations': 'image',
  '/v1/images/edits': 'image',
  '/v1/images/variations': 'image',
  '/v1/audio/speech': 'speech',
};

/** What a route's models are for; `undefined` for routes that are answered here. */
export function taskOfRoute(path: string): ModelTask | undefined {
  return Object.hasOwn(TASKS, path) ? TASKS[path] : undefined;
}

/** A body, as far as it decides where a request goes. */
export interface RoutedBody {
  bytes: Uint8Array<ArrayBuffer>;
  type: string;
}

/** What a request needs. A body that cannot be read needs nothing, and is refused later. */
export async function readNeeds(task: ModelTask, body: RoutedBody): Promise<RouteNeeds> {
  const { model, capabilities } = /json/i.test(body.type)
    ? readJsonNeeds(body.bytes)
    : { model: await readFormModel(body), capabilities: [] };
  return { task, capabilities, ...(model && { model }) };
}

function readJsonNeeds(bytes: Uint8Array): { model?: string; capabilities: string[] } {
  const text = new TextDecoder().decode(bytes);
  let fields: unknown;
  try {
    fields = JSON.parse(text);
  } catch {
    return { capabilities: [] };
  }
  const model: unknown = (fields as { model?: unknown } | null)?.model;
  return {
    ...(typeof model === 'string' && { model }),
    capabilities: /"type"\s*:\s*"(?:image_url|input_image)"/.test(text) ? ['vision'] : [],
  };
}

async function readFormModel({ bytes, type }: RoutedBody): Promise<string | undefined> {
  const form = await readForm({ bytes, type }).catch(() => undefined);
  const model = form?.get('model');
  return typeof model === 'string' ? model : undefined;
}

function readForm({ bytes, type }: RoutedBody): Promise<FormData> {
  return new Response(bytes, { headers: { 'content-type': type } }).formData();
}

/** The same body with another model's name in it. */
export async function renameModel(body: RoutedBody, model: string): Promise<RoutedBody> {
  if (/json/i.test(body.type)) {
    const fields = JSON.parse(new TextDecoder().decode(body.bytes)) as object;
    return { ...body, bytes: new TextEncoder().encode(JSON.stringify({ ...fields, model })) };
  }
  const form = await readForm(body);
  form.set('model', model);
  const written = new Response(form);
  return {
    bytes: new Uint8Array(await written.arrayBuffer()),
    type: written.headers.get('content-type') ?? body.type,
  };
}
