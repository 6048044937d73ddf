import { expect, it } from 'vitest';
import { encodePng } from '../../engine/images/png.ts';
import { encodeBase64 } from '../base64.ts';
import { startFakeApi } from '../fakes/ask.fixture.ts';
import { FAKE_CHAT, FAKE_EMBEDDINGS } from '../fakes/fake-services.fixture.ts';
import { FUZZ_FACTOR, FUZZ_SEED } from '../../engine/fuzz/fuzz.fixture.ts';
import { createRandom } from '../../engine/random.fixture.ts';
import { type FuzzSchema, makeValue, type Random } from './fuzz-values.fixture.ts';

const SEED = FUZZ_SEED ?? 20_261_129;
const REQUESTS_PER_ROUTE = Math.round(6 * FUZZ_FACTOR);
const PATIENCE_MS = 60_000;
const TEST = 'whatever a client sends is answered, and never with our own failure';

interface Operation {
  requestBody?: { content: Record<string, { schema: FuzzSchema }> };
  parameters?: { name: string; in: string; schema: FuzzSchema }[];
}

interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, FuzzSchema> };
}

async function paint(): Promise<string> {
  const data = new Uint8ClampedArray(16 * 16 * 4).fill(120);
  return encodeBase64(await encodePng({ width: 16, height: 16, data }));
}

it(TEST, { timeout: 240_000 * FUZZ_FACTOR }, async () => {
  const { api, record } = startFakeApi();
  const document = (await (await api.request('/openapi.json')).json()) as Document;
  const picture = await paint();
  const pictures = [picture, `data:image/png;base64,${picture}`, picture.slice(0, 40)];
  const known = {
    ...{ image: pictures, imageData: pictures, image_url: pictures, mask: pictures },
    model: [FAKE_CHAT, FAKE_EMBEDDINGS, 'triptych/stickers', 'triptych/flite', 'nobody'],
    max_tokens: [3],
    max_completion_tokens: [3],
    max_output_tokens: [3],
    operations: [['sanitize'], ['optimize', 'flip'], 'convert-webp', ['nothing']],
    // Large ones take long and say no more.
    focalPoint: [{ x: 0.5, y: 0 }],
    family: ['thumb', ['thumb', 'avatar'], 'poster'],
    sizes: [[{ name: 'a', width: 16, height: 24 }], [{ width: 20 }], ['poster'], []],
    width: [16, 17],
    height: [16, 31],
  };
  const random = createRandom(SEED);
  const statuses = new Map<number, number>();
  for (const [path, methods] of Object.entries(document.paths))
    for (const [method, operation] of Object.entries(methods))
      for (let count = 0; count < REQUESTS_PER_ROUTE; count++) {
        const strangeness = [0, 0.03, 0.2][count % 3] ?? 0;
        const fuzz = { random, known, strangeness, schemas: document.components.schemas };
        const request = makeRequest({ path, method, operation }, fuzz);
        const told = `${method} ${request.url} ${await request.clone().text()}`;
        const response = await withinPatience(api.fetch(request), told);
        await withinPatience(response.arrayBuffer(), told);
        expect(response.status, told).toBeLessThan(500);
        expect(response.headers.get('x-request-id'), told).toBeTruthy();
        statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
      }
  // Both what works and what is refused was tried often.
  expect(statuses.get(200)).toBeGreaterThan(30);
  expect(statuses.get(400)).toBeGreaterThan(30);
  await expect.poll(() => record.running, { timeout: PATIENCE_MS }).toBe(0);
});

function makeRequest(
  { path, method, operation }: { path: string; method: string; operation: Operation },
  fuzz: Parameters<typeof makeValue>[1],
): Request {
  const given = (operation.parameters ?? []).map((parameter) => ({
    ...parameter,
    value: toText(makeValue(parameter.schema, fuzz, parameter.name)),
  }));
  const query = new URLSearchParams(
    given.filter((each) => each.in === 'query').map(({ name, value }) => [name, value]),
  );
  const filled = given
    .filter((each) => each.in === 'path')
    .reduce(
      (so, { name, value }) => so.replace(`{${name}}`, encodeURIComponent(value.toWellFormed())),
      path,
    );
  const url = `http://fake.test${filled}?${query}`;
  const schema = operation.requestBody?.content['application/json']?.schema;
  if (!schema) return new Request(url, { method: method.toUpperCase() });
  const { random } = fuzz;
  const body = JSON.stringify(makeValue(schema, fuzz));
  const cut = random() < 0.03 ? body.slice(0, Math.floor(body.length / 2)) : body;
  if (operation.requestBody?.content['multipart/form-data'] && random() < 0.3)
    return new Request(url, { method: 'POST', body: makeForm(body, random) });
  const headers = { 'Content-Type': random() < 0.97 ? 'application/json' : 'text/plain' };
  return new Request(url, { method: 'POST', headers, body: cut });
}

function makeForm(json: string, random: Random): FormData {
  const form = new FormData();
  const fields = JSON.parse(json) as unknown;
  for (const [name, value] of Object.entries(fields ?? {}))
    form.append(random() < 0.2 ? `${name}[]` : name, toText(value));
  return form;
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

async function withinPatience<Value>(work: Value | Promise<Value>, told: string): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`It hangs: ${told}`)), PATIENCE_MS);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
