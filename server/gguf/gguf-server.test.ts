import { openAsBlob } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeTinyLlama } from '../../src/engine/chat/gguf/tiny-llama.fixture.ts';
import { EMBEDDING_MODEL } from '../../src/engine/models/catalog.ts';
import { readSettings } from '../config.ts';
import { hasLlamaCpp } from '../engines/gguf/llama-cpp.ts';
import { openServer, type OpenServer } from '../open-server.ts';
import { openGgufFolder, type GgufFolder } from '../engines/gguf/gguf-folder.fixture.ts';

/** SmolLM2's weights; see "Compare with llama.cpp" in CONTRIBUTING.md. */
const WEIGHTS = process.env.TRIPTYCH_GGUF;
const REAL = 'llm/smollm2';
const CHATS = ['tiny/chat', ...(WEIGHTS === undefined ? [] : [REAL])];

describe.skipIf(!hasLlamaCpp())('a server with models in GGUF', { timeout: 240_000 }, () => {
  let models: GgufFolder;
  let data: string;
  let near: OpenServer;
  /** Sends on what it has not itself. */
  let gateway: OpenServer;
  beforeAll(async () => {
    models = await openGgufFolder();
    await models.write('tiny/chat/model.gguf', writeTinyLlama());
    const pooling = { 'llama.pooling_type': 1 };
    await models.write('tiny/vectors/model.gguf', writeTinyLlama(7, pooling));
    if (WEIGHTS !== undefined)
      await models.write(`${REAL}/model.gguf`, (await openAsBlob(WEIGHTS)) as Blob);
    data = await mkdtemp(join(tmpdir(), 'triptych-gguf-data-'));
    const open = (name: string, more: Record<string, string>) =>
      openServer(
        readSettings({ TRIPTYCH_PORT: '0', TRIPTYCH_DATA: join(data, name), ...more }),
        () => undefined,
      );
    near = await open('near', { TRIPTYCH_MODELS: models.folder });
    const upstreams = { TRIPTYCH_UPSTREAMS: `near=${near.url}` };
    gateway = await open('gateway', { TRIPTYCH_MODELS: '', ...upstreams });
  }, 120_000);
  afterAll(async () => {
    await gateway.close();
    await near.close();
    await rm(data, { recursive: true });
    await models.remove();
  });

  const post = (server: OpenServer, path: string, body: object) =>
    fetch(`${server.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const postJson = async (server: OpenServer, path: string, body: object) => {
    const response = await post(server, path, body);
    return { status: response.status, answer: (await response.json()) as Record<string, unknown> };
  };

  it('lists them by their tasks', async () => {
    const response = await fetch(`${near.url}/v1/models`);
    const { data: listed } = (await response.json()) as { data: { id: string }[] };
    const find = (wanted: string) => listed.find(({ id }) => id === wanted);
    expect(find('tiny/chat')).toMatchObject({ task: 'chat', context_length: 1024 });
    expect(find('tiny/vectors')).toMatchObject({ task: 'embedding', capabilities: ['embedding'] });
  });

  /** The text of a streamed answer. */
  async function stream(server: OpenServer, model: string, seed: number): Promise<string> {
    const messages = [{ role: 'user', content: 'Tell me of the sea.' }];
    const drawing = { temperature: 1, seed, max_tokens: 24, stream: true };
    const response = await post(server, '/v1/chat/completions', { model, messages, ...drawing });
    const lines = (await response.text()).match(/(?<=^data: )\{.*/gm) ?? [];
    expect(lines.length).toBeGreaterThan(8);
    return lines
      .map((line) => JSON.parse(line) as { choices: { delta: { content?: string } }[] })
      .map(({ choices }) => choices[0]?.delta.content ?? '')
      .join('');
  }

  it.each(CHATS)(
    'draws the same of %s with one seed, asked directly and by a gateway',
    async (model) => {
      const direct = await stream(near, model, 7);
      expect(direct).not.toBe('');
      expect(await stream(gateway, model, 7)).toBe(direct);
      expect(await stream(gateway, model, 8)).not.toBe(direct);
    },
  );

  const input = ['a ship on the ocean', 'a boat at sea'];

  it.each(['tiny/vectors', ...CHATS])('makes vectors by %s, near and far', async (model) => {
    const direct = await postJson(near, '/v1/embeddings', { model, input });
    expect(direct).toMatchObject({
      status: 200,
      answer: { model, usage: { prompt_tokens: expect.any(Number) as number } },
    });
    const { data: vectors } = direct.answer as { data: { embedding: number[] }[] };
    for (const { embedding } of vectors) expect(Math.hypot(...embedding)).toBeCloseTo(1, 4);
    expect(await postJson(gateway, '/v1/embeddings', { model, input })).toEqual(direct);
  });

  it('puts texts of one meaning nearer to each other', async ({ skip }) => {
    if (WEIGHTS === undefined) return skip();
    const texts = [...input, 'a tax declaration form'];
    const { answer } = await postJson(near, '/v1/embeddings', { model: REAL, input: texts });
    const [ship, boat, form] = (answer as { data: { embedding: number[] }[] }).data.map(
      ({ embedding }) => embedding,
    );
    const compare = (one: number[] = [], other: number[] = []) =>
      one.reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0);
    expect(compare(ship, boat)).toBeGreaterThan(compare(ship, form));
  });

  it('refuses what a model cannot do', async () => {
    const wrongLength = { model: 'tiny/vectors', input, dimensions: 8 };
    expect(await postJson(near, '/v1/embeddings', wrongLength)).toMatchObject({
      status: 400,
      answer: { error: { code: 'not_supported', param: 'dimensions' } },
    });
    expect(await postJson(near, '/v1/embeddings', { model: 'no/such', input })).toMatchObject({
      status: 404,
      answer: { error: { code: 'model_not_found' } },
    });
    const messages = [{ role: 'user', content: 'Hello' }];
    const chat = { model: 'tiny/vectors', messages };
    expect(await postJson(near, '/v1/chat/completions', chat)).toMatchObject({
      status: 400,
      answer: { error: { code: 'not_supported' } },
    });
  });

  it('asks what came with the studio where no model is named', async () => {
    const { answer } = await postJson(near, '/v1/embeddings', { input });
    expect(answer).toMatchObject({ model: EMBEDDING_MODEL });
  });
});
