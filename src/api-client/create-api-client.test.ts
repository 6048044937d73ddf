import { describe, expect, it } from 'vitest';
import { startFakeApi } from '../api/fakes/ask.fixture.ts';
import { createApiClient } from './create-api-client.ts';
import { readEvents } from './read-events.ts';

const never = new AbortController().signal;
const ORIGIN = 'http://fake.test';

function connect(answer?: () => Response) {
  const { api, record } = startFakeApi();
  const asked: Request[] = [];
  const client = createApiClient({
    origin: ORIGIN,
    apiKey: 'secret',
    fetch: async (input, init) => {
      const request = new Request(input, init);
      asked.push(request);
      return answer ? answer() : api.fetch(request);
    },
  });
  return { client, record, asked };
}

const say = (content: string) => ({ messages: [{ role: 'user' as const, content }] });

describe('the client', () => {
  it('reads what is there', async () => {
    const { client, asked } = connect();
    expect((await client.readInfo(never)).name).toBe('Triptych');
    expect((await client.readHealth(never)).status).toBe('ok');
    expect((await client.listModels(never)).data.map(({ task }) => task)).toContain('image');
    expect((await client.listVoices(never)).voices).not.toEqual([]);
    expect(asked[0]?.headers.get('authorization')).toBe('Bearer secret');
  });

  it('chats, whole and in pieces', async () => {
    const { client } = connect();
    const whole = await client.chat(say('hello'), never);
    let text = '';
    for await (const { choices } of client.streamChat(say('hello'), never))
      text += choices[0]?.delta.content ?? '';
    expect(text).toBe(whole.choices[0]?.message.content);
  });

  it('stops the model when it stops listening', async () => {
    const { client, record } = connect();
    let read = 0;
    for await (const _ of client.streamChat(say('count'), never)) if (++read === 5) break;
    expect(record.running).toBe(0);
    expect(record.tokens).toBeLessThanOrEqual(5);
  });

  it('draws, speaks and makes embeddings', async () => {
    const { client } = connect();
    expect((await client.drawImages({ prompt: 'a fox', n: 2 }, never)).data).toHaveLength(2);
    const { type, sound } = await client.speak({ input: 'hello', format: 'wav' }, never);
    expect(type).toBe('audio/wav');
    expect((await new Response(sound).arrayBuffer()).byteLength).toBeGreaterThan(44);
    expect((await client.embed({ input: 'x' }, never)).data).toHaveLength(1);
  });

  it('goes from a brief to a picture, as a job', async () => {
    const { client } = connect();
    const { config, prompts } = await client.analyzeContext({ brief: 'a fox', count: 1 }, never);
    const [prompt] = prompts;
    if (!prompt) throw new Error('no prompt');
    const { jobId } = await client.submitPicture({ ...config, ...prompt }, never);
    const types: string[] = [];
    for await (const { type } of client.watchJob(jobId, never)) types.push(type);
    expect(types.at(-1)).toBe('completed');
    const made = await client.readPictureResult(jobId, never);
    expect(made.model).toBe(config.model);
    expect((await client.readJob(jobId, never)).status).toBe('completed');
    expect((await client.listJobs(never)).jobs).toHaveLength(1);
    const small = await client.process(
      { imageData: made.imageData, operations: ['optimize'] },
      never,
    );
    expect(small.format).toBe('webp');
  });

  it('watches on from where the connection was lost', async () => {
    const parts = [
      'id: 1\nevent: progress\ndata: {"stage":"diffuse","step":1,"of":7}\n\nid: 2\neve',
      'id: 2\nevent: completed\ndata: {}\n\n',
    ];
    const { client, asked } = connect(() => new Response(parts.shift()));
    const types: string[] = [];
    for await (const { type } of client.watchJob('a', never)) types.push(type);
    expect(types).toEqual(['progress', 'completed']);
    expect(asked.map(({ headers }) => headers.get('last-event-id'))).toEqual([null, '1']);
  });

  it('throws the server’s errors by their codes', async () => {
    const { client } = connect();
    await expect(client.chat(say('fail out_of_memory'), never)).rejects.toMatchObject({
      code: 'out_of_memory',
    });
    await expect(client.generate({ prompt: 'fail out_of_memory' }, never)).rejects.toMatchObject({
      code: 'out_of_memory',
      details: { requestedBytes: 8e9 },
    });
    await expect(client.readJob('nobody', never)).rejects.toMatchObject({ code: 'job_not_found' });
    const broken = (async () => {
      for await (const _ of client.streamChat(say('break device_lost'), never));
    })();
    await expect(broken).rejects.toMatchObject({ code: 'device_lost' });
  });

  it.each([
    ['another answer', () => Response.json({ data: 5 }), 'invalid_output'],
    ['no JSON', () => new Response('<html>'), 'invalid_output'],
    ['a proxy’s error', () => new Response('<html>', { status: 502 }), 'internal'],
    [
      'no server',
      () => {
        throw new TypeError('fetch failed');
      },
      'network_unreachable',
    ],
  ])('tells %s from an answer', async (_, answer, code) => {
    await expect(connect(answer).client.listModels(never)).rejects.toMatchObject({ code });
  });

  it('can be told to stop', async () => {
    const { client } = connect();
    const asked = client.chat(say('hello'), AbortSignal.abort());
    await expect(asked).rejects.toMatchObject({ code: 'aborted' });
  });
});

it('reads events however they are cut', async () => {
  const text = ': comment\r\n\r\nevent: a\r\nid: 1\r\ndata: é1\r\ndata: 2\r\n\r\ndata:x\n\n';
  const bytes = new TextEncoder().encode(text);
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
      controller.close();
    },
  });
  const events = [];
  for await (const event of readEvents(body)) events.push(event);
  expect(events).toEqual([
    { event: 'a', id: '1', data: 'é1\n2' },
    { event: '', id: '', data: 'x' },
  ]);
});
