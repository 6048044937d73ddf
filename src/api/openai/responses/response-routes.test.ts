import { describe, expect, it } from 'vitest';
import { startFakeApi } from '../../fakes/ask.fixture.ts';
import { readEvents } from '../../fakes/read-events.fixture.ts';

const TOOL = {
  type: 'function',
  name: 'weather',
  parameters: { type: 'object', properties: { city: { type: 'string' } } },
};
const id = (kind: string) => expect.stringMatching(new RegExp(`^${kind}_`));

describe('POST /v1/responses', () => {
  it('streams what OpenAI’s clients wait for, in their order', async () => {
    const { post } = startFakeApi();
    const events = await readEvents(await post('/v1/responses', { input: 'think', stream: true }));
    const place = { item_id: id('msg'), output_index: 1, content_index: 0 };
    const thought = { item_id: id('rs'), output_index: 0, content_index: 0 };
    const text = 'You said: think';
    const part = { type: 'output_text', text, annotations: [], logprobs: [] };
    const message = { type: 'message', id: id('msg'), role: 'assistant' };
    const reasoning = { type: 'reasoning', id: id('rs'), summary: [] };
    const begun = { object: 'response', status: 'in_progress', output: [], usage: null };
    expect(events.map(({ event }) => event)).toEqual(
      events.map(({ data }) => (data as { type: string }).type),
    );
    expect(events.map(({ data }) => data)).toEqual(
      [
        { type: 'response.created', response: expect.objectContaining(begun) },
        { type: 'response.in_progress', response: expect.objectContaining(begun) },
        {
          type: 'response.output_item.added',
          output_index: 0,
          item: { ...reasoning, content: [] },
        },
        { type: 'response.reasoning_text.delta', ...thought, delta: 'Let me think.' },
        { type: 'response.reasoning_text.done', ...thought, text: 'Let me think.' },
        {
          type: 'response.output_item.done',
          output_index: 0,
          item: { ...reasoning, content: [{ type: 'reasoning_text', text: 'Let me think.' }] },
        },
        {
          type: 'response.output_item.added',
          output_index: 1,
          item: { ...message, status: 'in_progress', content: [] },
        },
        { type: 'response.content_part.added', ...place, part: { ...part, text: '' } },
        ...['You ', 'said: ', 'think'].map((delta) => ({
          ...{ type: 'response.output_text.delta', ...place, delta, logprobs: [] },
        })),
        { type: 'response.output_text.done', ...place, text, logprobs: [] },
        { type: 'response.content_part.done', ...place, part },
        {
          type: 'response.output_item.done',
          output_index: 1,
          item: { ...message, status: 'completed', content: [part] },
        },
        {
          type: 'response.completed',
          response: expect.objectContaining({
            id: id('resp'),
            status: 'completed',
            usage: expect.objectContaining({ input_tokens: 1, output_tokens: 3, total_tokens: 4 }),
          }),
        },
      ].map((event, sequence_number) => ({ ...event, sequence_number })),
    );
  });

  it.each([{ include: ['message.output_text.logprobs'] }, {}])(
    'says how likely each token was, whole and in pieces, with %j',
    async (asked) => {
      const { post } = startFakeApi();
      const body = { ...asked, input: 'a', top_logprobs: 1 };
      const logprobs = ['You ', 'said: ', 'a'].map((token) => {
        const likely = { token, logprob: Math.log(0.5) };
        const bytes = [...new TextEncoder().encode(token)];
        return { ...likely, bytes, top_logprobs: [{ ...likely, bytes }] };
      });
      const { output } = await (await post('/v1/responses', body)).json();
      expect(output[0].content[0].logprobs).toEqual(logprobs);
      const events = await readEvents(await post('/v1/responses', { ...body, stream: true }));
      const told = (type: string) =>
        events
          .filter(({ event }) => event === `response.output_text.${type}`)
          .map(({ data }) => (data as { logprobs: unknown }).logprobs);
      expect(told('delta')).toEqual(logprobs.map((each) => [each]));
      expect(told('done')).toEqual([logprobs]);
    },
  );

  it('streams a call', async () => {
    const { post } = startFakeApi();
    const body = { input: 'call', tools: [TOOL], tool_choice: 'required', stream: true };
    const events = await readEvents(await post('/v1/responses', body));
    const call = { type: 'function_call', id: id('fc'), call_id: 'call_1', name: 'weather' };
    const args = '{"city":"Lisbon"}';
    const place = { item_id: id('fc'), output_index: 0 };
    expect(events.slice(2, 6).map(({ data }) => data)).toMatchObject([
      { item: { ...call, arguments: '', status: 'in_progress' } },
      { type: 'response.function_call_arguments.delta', ...place, delta: args },
      { type: 'response.function_call_arguments.done', ...place, arguments: args },
      { item: { ...call, arguments: args, status: 'completed' } },
    ]);
  });

  it('says that it was cut short', async () => {
    const { post } = startFakeApi();
    const answer = await (
      await post('/v1/responses', { input: 'count', max_output_tokens: 2 })
    ).json();
    expect(answer).toMatchObject({
      status: 'incomplete',
      incomplete_details: { reason: 'max_output_tokens' },
      output: [{ content: [{ text: '1 2 ' }] }],
    });
  });

  it('reads items as the conversation that they are', async () => {
    const { post, record } = startFakeApi();
    await post('/v1/responses', {
      instructions: 'Be brief.',
      input: [
        { role: 'user', content: [{ type: 'input_text', text: 'Weather?' }] },
        { type: 'reasoning', id: 'rs_1', summary: [] },
        { role: 'assistant', content: [{ type: 'output_text', text: 'I look.' }] },
        { type: 'function_call', call_id: 'a', name: 'weather', arguments: '{}' },
        { type: 'function_call', call_id: 'b', name: 'weather', arguments: '{}' },
        { type: 'function_call_output', call_id: 'a', output: 'sun' },
        { type: 'function_call_output', call_id: 'b', output: 'rain' },
      ],
      ...{ reasoning: { effort: 'minimal' }, truncation: 'auto', tools: [TOOL] },
      text: { format: { type: 'json_object' } },
    });
    const call = { name: 'weather', arguments: '{}' };
    expect(record.chat).toMatchObject([
      {
        messages: [
          { role: 'system', content: 'Be brief.' },
          { role: 'user', content: 'Weather?' },
          {
            ...{ role: 'assistant', content: 'I look.' },
            toolCalls: [
              { id: 'a', ...call },
              { id: 'b', ...call },
            ],
          },
          { role: 'tool', content: 'sun', toolCallId: 'a' },
          { role: 'tool', content: 'rain', toolCallId: 'b' },
        ],
        ...{ reasoning: false, contextOverflow: 'trim' },
        responseFormat: { type: 'json', schema: { type: 'object' } },
      },
    ]);
  });

  it('tells of an error in the middle', async () => {
    const { post } = startFakeApi();
    const events = await readEvents(
      await post('/v1/responses', { input: 'break device_lost', stream: true }),
    );
    expect(events.at(-1)).toMatchObject({
      event: 'error',
      data: { type: 'error', code: 'device_lost', message: expect.any(String) },
    });
  });

  it.each([
    [{ input: 'x', previous_response_id: 'resp_1' }, 'previous_response_id'],
    [{ input: [{ role: 'user', content: [{ type: 'input_image' }] }] }, 'input.0'],
  ])('does not support %j', async (body, param) => {
    const { error } = await (await startFakeApi().post('/v1/responses', body)).json();
    expect(error).toMatchObject({ code: 'not_supported', param });
  });
});
