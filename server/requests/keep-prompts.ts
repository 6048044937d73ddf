import type { Gate } from '../../src/api/http/gate.ts';
import { readBytes } from '../../src/api/http/read-body.ts';
import { readFields } from '../read-fields.ts';
import { withBody } from '../with-body.ts';

/** Fields of requests in which people write. */
const WRITTEN = [
  ...['messages', 'instructions', 'input', 'prompt', 'negative_prompt', 'negativePrompt'],
  ...['brief', 'filters', 'textOverlay'],
];
const MAX_LETTERS = 16_384;

/** Has what people wrote noted with their requests, for those who asked for it in the settings. */
export function keepPrompts(gate: Gate): Gate {
  return {
    async admit(request, call) {
      const admitted = await gate.admit(request, call);
      if (admitted.request.method !== 'POST') return admitted;
      const bytes = await readBytes(admitted.request, call.maxBodyBytes);
      const type = request.headers.get('content-type') ?? '';
      const prompt = writePrompt(await readFields({ bytes, type }));
      if (prompt !== '{}') call.trace.note({ prompt });
      return { ...admitted, request: withBody(admitted.request, bytes) };
    },
  };
}

/** As JSON, without the pictures in it. */
function writePrompt(fields: Readonly<Record<string, unknown>>): string {
  const written = WRITTEN.filter((name) => fields[name] !== undefined);
  const picked = Object.fromEntries(written.map((name) => [name, fields[name]]));
  const json = JSON.stringify(picked, (_, value: unknown) =>
    typeof value === 'string' && value.startsWith('data:') ? 'data:…' : value,
  );
  return json.slice(0, MAX_LETTERS);
}
