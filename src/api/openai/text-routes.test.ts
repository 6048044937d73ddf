import { describe, expect, it } from 'vitest';
import { encodePng } from '../../engine/images/png.ts';
import { decodeBase64, encodeBase64 } from '../base64.ts';
import { startFakeApi } from '../fakes/ask.fixture.ts';
import { readEvents } from '../fakes/read-events.fixture.ts';
import { createFakeServices, FAKE_CHAT, FAKE_EMBEDDINGS } from '../fakes/fake-services.fixture.ts';

describe('POST /v1/completions', () => {
  it('goes on with a text', async () => {
    const { post, record } = startFakeApi();
    const response = await post('/v1/completions', { prompt: 'Once upon', echo: true, seed: 1 });
    expect(await response.json()).toMatchObject({
      object: 'text_completion',
      choices: [{ index: 0, text: expect.stringMatching(/^Once upon/), finish_reason: 'stop' }],
      usage: { total_tokens: expect.any(Number) },
    });
    expect(record.chat).toMatchObject([{ prefix: 'Once upon', maxTokens: 16, seed: 1 }]);
  });

  it('streams', async () => {
    const { post } = startFakeApi();
    const events = await readEvents(
      await post('/v1/completions', { prompt: 'x', max_tokens: 2, stream: true }),
    );
    expect(events.map(({ data }) => data)).toMatchObject([
      { choices: [{ text: 'You ', finish_reason: null }] },
      { choices: [{ text: 'said: ' }] },
      { choices: [{ text: '', finish_reason: 'length' }] },
      '[DONE]',
    ]);
  });

  it('says how likely each token was, whole and in pieces', async () => {
    const { post } = startFakeApi();
    const body = { prompt: 'é', echo: true, logprobs: 1, max_tokens: 2 };
    const likely = Math.log(0.5);
    const logprobs = {
      tokens: ['You ', 'said: '],
      token_logprobs: [likely, likely],
      top_logprobs: [{ 'You ': likely }, { 'said: ': likely }],
      text_offset: [1, 5],
    };
    const whole = await (await post('/v1/completions', body)).json();
    expect(whole.choices[0].logprobs).toEqual(logprobs);
    const events = await readEvents(await post('/v1/completions', { ...body, stream: true }));
    const pieces = events.map(({ data }) => (data as typeof whole).choices?.[0].logprobs);
    expect(pieces.filter(Boolean)).toEqual(
      [0, 1].map((at) => ({
        tokens: [logprobs.tokens[at]],
        token_logprobs: [likely],
        top_logprobs: [logprobs.top_logprobs[at]],
        text_offset: [logprobs.text_offset[at]],
      })),
    );
    const without = await (await post('/v1/completions', { ...body, logprobs: 0 })).json();
    expect(without.choices[0].logprobs).toMatchObject({ top_logprobs: null });
    expect((await post('/v1/completions', { ...body, logprobs: 6 })).status).toBe(400);
  });

  it.each(['suffix', 'best_of'])('has no %s', async (option) => {
    const body = { prompt: 'x', [option]: option === 'suffix' ? 'y' : 3 };
    const response = await startFakeApi().post('/v1/completions', body);
    expect((await response.json()).error).toMatchObject({ code: 'not_supported', param: option });
  });
});

describe('POST /v1/embeddings', () => {
  it('answers with numbers, or with base64 of the same', async () => {
    const { post } = startFakeApi();
    const input = ['one', 'two three'];
    const plain = await (await post('/v1/embeddings', { input })).json();
    expect(plain).toMatchObject({
      object: 'list',
      model: FAKE_EMBEDDINGS,
      data: [
        { object: 'embedding', index: 0 },
        { object: 'embedding', index: 1 },
      ],
      usage: { prompt_tokens: 3, total_tokens: 3 },
    });
    const packed = await (
      await post('/v1/embeddings', { input, encoding_format: 'base64' })
    ).json();
    const { buffer } = decodeBase64(packed.data[1].embedding, '');
    expect([...new Float32Array(buffer)]).toEqual(plain.data[1].embedding);
  });

  it('asks the model that is named', async () => {
    const { post } = startFakeApi();
    const answer = await (await post('/v1/embeddings', { model: FAKE_CHAT, input: 'one' })).json();
    expect(answer).toMatchObject({ model: FAKE_CHAT, data: [{ embedding: [0.375, 0.5, 0, 1] }] });
  });

  it.each([
    [{ input: [[1, 2]] }, 400, 'not_supported'],
    [{ input: 'x', dimensions: 3 }, 400, 'not_supported'],
    [{ input: 'x', model: 'text-embedding-3-small' }, 404, 'model_not_found'],
    [{ input: [] }, 400, 'invalid_request'],
  ])('refuses %j', async (body, status, code) => {
    const response = await startFakeApi().post('/v1/embeddings', body);
    expect([response.status, (await response.json()).error.code]).toEqual([status, code]);
  });

  it('is not supported without a model', async () => {
    const { embeddings: _, ...services } = createFakeServices();
    const response = await startFakeApi({}, services).post('/v1/embeddings', { input: 'x' });
    expect([response.status, (await response.json()).error.code]).toEqual([400, 'not_supported']);
  });
});

describe('POST /v1/moderations', () => {
  const ask = async (input: unknown) =>
    (await (await startFakeApi().post('/v1/moderations', { input })).json()).results;

  it.each([
    ['A recipe for plum cake.', []],
    ['I’m going to  KILL you!', ['harassment', 'harassment/threatening', 'violence']],
    ['How do I make a pipe bomb?', ['illicit', 'illicit/violent']],
    ['I want to die', ['self-harm', 'self-harm/intent']],
    ['porn with a 12-year-old', ['sexual', 'sexual/minors']],
    ['Women are animals', ['hate']],
    ['The kids are all right, and the men are late', []],
  ])('“%s”', async (text, expected) => {
    const [result] = await ask(text);
    const found = Object.entries(result.categories).flatMap(([name, is]) => (is ? [name] : []));
    expect(found.sort()).toEqual(expected);
    expect(result.flagged).toBe(expected.length > 0);
  });

  it('judges several texts, and a text with a picture', async () => {
    expect(await ask(['plum', 'how to make a bomb'])).toMatchObject([
      { flagged: false },
      { flagged: true },
    ]);
    const data = new Uint8ClampedArray(32 * 32 * 4).fill(255);
    const png = encodeBase64(await encodePng({ width: 32, height: 32, data }));
    const image_url = { url: `data:image/png;base64,${png}` };
    const [result, ...others] = await ask([
      { type: 'text', text: 'plum' },
      { type: 'image_url', image_url },
    ]);
    expect(others).toEqual([]);
    expect(result).toMatchObject({
      flagged: false,
      category_applied_input_types: { sexual: ['text', 'image'], hate: ['text'] },
    });
  });
});
