import type { AnswerPart } from '../chat/read-answer.ts';
import { createId, nowSeconds } from '../wire-ids.ts';
import type { WireOutput, WireResponse, WireResponsesRequest } from './responses-schema.ts';

/** One event of the stream, as its data. */
export type ResponseEvent = { type: string; response?: WireResponse } & Record<string, unknown>;

type Message = Extract<WireOutput, { type: 'message' }>;
type Reasoning = Extract<WireOutput, { type: 'reasoning' }>;

/**
 * The events of an answer, in OpenAI's order: each item is added, filled and done. The last event
 * has the whole response.
 */
export async function* writeResponse(
  parts: AsyncIterable<AnswerPart>,
  wire: WireResponsesRequest,
  model: string,
): AsyncGenerator<ResponseEvent> {
  const response = beginResponse(wire, model);
  let open: Message | Reasoning | undefined;
  let hasBegun = false;
  for await (const part of parts) {
    if (!hasBegun) {
      yield { type: 'response.created', response: structuredClone(response) };
      yield { type: 'response.in_progress', response: structuredClone(response) };
    }
    hasBegun = true;
    const kind = part.type === 'text' ? 'message' : part.type;
    if (open && open.type !== kind) {
      yield* close(open, response.output.length - 1);
      open = undefined;
    }
    if (part.type === 'text' || part.type === 'reasoning') {
      if (!open) yield* begin((open = createItem(part.type)), response);
      yield addText(open, part, response.output.length - 1);
    }
    if (part.type === 'tool-call') yield* writeCall(part.call, response);
    if (part.type === 'finish') yield finish(part, response);
  }
}

function createItem(type: 'text' | 'reasoning'): Message | Reasoning {
  if (type === 'reasoning')
    return {
      ...{ type, id: createId('rs', '_'), summary: [] },
      content: [{ type: 'reasoning_text', text: '' }],
    };
  const part = { type: 'output_text' as const, text: '', annotations: [], logprobs: [] };
  return {
    ...{ type: 'message', id: createId('msg', '_'), status: 'in_progress', role: 'assistant' },
    content: [part],
  };
}

/** As the client gets to know it: still without content. */
function* begin(item: Message | Reasoning, response: WireResponse): Generator<ResponseEvent> {
  const output_index = response.output.push(item) - 1;
  yield { type: 'response.output_item.added', output_index, item: { ...item, content: [] } };
  const place = { item_id: item.id, output_index, content_index: 0 };
  if (item.type === 'message')
    yield { type: 'response.content_part.added', ...place, part: structuredClone(item.content[0]) };
}

function addText(
  item: Message | Reasoning,
  told: Extract<AnswerPart, { type: 'text' | 'reasoning' }>,
  output_index: number,
): ResponseEvent {
  const [part] = item.content;
  if (part) part.text += told.text;
  const place = { item_id: item.id, output_index, content_index: 0, delta: told.text };
  if (item.type === 'reasoning') return { type: 'response.reasoning_text.delta', ...place };
  const logprobs = told.type === 'text' ? (told.logprobs ?? []) : [];
  item.content[0]?.logprobs.push(...logprobs);
  return { type: 'response.output_text.delta', ...place, logprobs };
}

function* close(item: Message | Reasoning, output_index: number): Generator<ResponseEvent> {
  const place = { item_id: item.id, output_index, content_index: 0 };
  const [part] = item.content;
  const text = part?.text ?? '';
  if (item.type === 'message') {
    item.status = 'completed';
    const logprobs = [...(item.content[0]?.logprobs ?? [])];
    yield { type: 'response.output_text.done', ...place, text, logprobs };
    yield { type: 'response.content_part.done', ...place, part: structuredClone(part) };
  } else yield { type: 'response.reasoning_text.done', ...place, text };
  yield { type: 'response.output_item.done', output_index, item: structuredClone(item) };
}

function* writeCall(
  { id: call_id, name, arguments: args }: Extract<AnswerPart, { type: 'tool-call' }>['call'],
  response: WireResponse,
): Generator<ResponseEvent> {
  const id = createId('fc', '_');
  const call = { type: 'function_call' as const, id, call_id, name };
  const item = { ...call, arguments: args, status: 'completed' as const };
  const output_index = response.output.push(item) - 1;
  const place = { item_id: id, output_index };
  const empty = { ...call, arguments: '', status: 'in_progress' };
  yield { type: 'response.output_item.added', output_index, item: empty };
  yield { type: 'response.function_call_arguments.delta', ...place, delta: args };
  yield { type: 'response.function_call_arguments.done', ...place, name, arguments: args };
  yield { type: 'response.output_item.done', output_index, item };
}

function finish(
  { reason, usage }: Extract<AnswerPart, { type: 'finish' }>,
  response: WireResponse,
): ResponseEvent {
  const isCut = reason === 'length';
  Object.assign(response, {
    status: isCut ? 'incomplete' : 'completed',
    incomplete_details: isCut ? { reason: 'max_output_tokens' } : null,
    usage: {
      input_tokens: usage.prompt_tokens,
      input_tokens_details: usage.prompt_tokens_details,
      output_tokens: usage.completion_tokens,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: usage.total_tokens,
    },
  });
  return { type: isCut ? 'response.incomplete' : 'response.completed', response };
}

function beginResponse(wire: WireResponsesRequest, model: string): WireResponse {
  return {
    ...{ id: createId('resp', '_'), object: 'response', created_at: nowSeconds() },
    ...{ status: 'in_progress', error: null, incomplete_details: null },
    instructions: wire.instructions ?? null,
    max_output_tokens: wire.max_output_tokens ?? null,
    model,
    output: [],
    parallel_tool_calls: wire.parallel_tool_calls ?? true,
    previous_response_id: null,
    reasoning: { effort: wire.reasoning?.effort ?? null, summary: null },
    store: false,
    temperature: wire.temperature ?? null,
    text: { format: wire.text?.format ?? { type: 'text' } },
    tool_choice: wire.tool_choice ?? 'auto',
    tools: wire.tools ?? [],
    top_p: wire.top_p ?? null,
    truncation: wire.truncation ?? 'disabled',
    usage: null,
    metadata: {},
  };
}
