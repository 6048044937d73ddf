import { z } from '@hono/zod-openapi';
import type {
  ChatEngine,
  ChatEvent,
  ChatRequest,
  FinishReason,
} from '../../engine/chat/chat-engine.ts';
import { EngineError } from '../../engine/errors.ts';
import { parseJson } from '../../engine/parse-json.ts';
import { callApi, parseAnswer, type ApiAddress } from '../call-api.ts';
import { readEvents } from '../read-events.ts';
import { readFailure } from '../read-failure.ts';
import { followWork } from './follow-work.ts';
import { createCallCollector } from './collect-calls.ts';
import { dropOldest } from './drop-oldest.ts';
import { toWireRequest } from './to-wire-request.ts';

const PATH = '/v1/chat/completions';

/** Lenient: the servers behind a companion write chunks of their own. */
const chunkSchema = z.object({
  choices: z
    .array(
      z.object({
        delta: z
          .object({
            content: z.string().nullish(),
            reasoning_content: z.string().nullish(),
            /** As Ollama and newer versions of vLLM call it. */
            reasoning: z.string().nullish(),
            tool_calls: z
              .array(
                z.object({
                  index: z.int().default(0),
                  id: z.string().nullish(),
                  function: z.object({
                    name: z.string().nullish(),
                    arguments: z.string().nullish(),
                  }),
                }),
              )
              .nullish(),
          })
          .nullish(),
        finish_reason: z.string().nullish(),
      }),
    )
    .default([]),
  usage: z
    .object({
      prompt_tokens: z.int().default(0),
      completion_tokens: z.int().default(0),
      prompt_tokens_details: z.object({ cached_tokens: z.int().nullish() }).nullish(),
    })
    .nullish(),
});
type Chunk = z.output<typeof chunkSchema>;

/**
 * Words from a companion server. `model` is the server's own name. Loading, waiting and reading are
 * the server's affair: there is no `load-start`, but `remote-start`; text comes without tokens.
 * Throws what the server tells by its codes, `companion_unreachable` and `companion_key_refused`.
 */
export function createCompanionChatEngine(address: ApiAddress): Pick<ChatEngine, 'generate'> {
  return {
    generate: (request, signal) =>
      followWork(address, signal, (either) => answer(address, request, either)),
  };
}

async function* answer(
  address: ApiAddress,
  request: ChatRequest,
  signal: AbortSignal,
): AsyncGenerator<ChatEvent> {
  yield { type: 'remote-start', model: request.model };
  const begun = performance.now();
  const { response, droppedMessages } = await ask(address, request, signal);
  if (droppedMessages > 0) yield { type: 'context-trim', droppedMessages };
  const calls = createCallCollector();
  const clock = createClock(begun);
  let reason: FinishReason | undefined;
  let usage: Chunk['usage'];
  for await (const chunk of readChunks(response)) {
    usage = chunk.usage ?? usage;
    const [choice] = chunk.choices;
    for (const event of readDelta(choice?.delta)) {
      clock.count();
      yield event;
    }
    calls.add(choice?.delta?.tool_calls ?? []);
    if (choice?.finish_reason) reason = toFinishReason(choice.finish_reason);
  }
  // A server that is ended closes its connections, some of them as if all had been said.
  if (reason === undefined) throw new TypeError('The answer ended before it was finished.');
  for (const call of calls.list()) yield { type: 'tool-call', call, tokens: [] };
  yield {
    type: 'finish',
    reason: calls.list().length > 0 ? 'tool-calls' : reason,
    usage: {
      promptTokens: usage?.prompt_tokens ?? 0,
      cachedTokens: usage?.prompt_tokens_details?.cached_tokens ?? 0,
      completionTokens: usage?.completion_tokens ?? 0,
      // Nobody tells.
      contextLength: 0,
    },
    ...clock.read(usage?.completion_tokens ?? 0),
  };
}

/** How often the oldest messages are left out before the server's refusal is passed on. */
const MAX_CUTS = 4;

/**
 * The server's answer as it begins. Where the conversation is too long and may be trimmed, it is
 * asked again without its oldest messages: only the server can count their tokens.
 */
async function ask(address: ApiAddress, request: ChatRequest, signal: AbortSignal) {
  let { messages } = request;
  for (let cuts = 0; ; cuts++) {
    const body = await toWireRequest({ ...request, messages });
    try {
      const response = await callApi(address, { path: PATH, body }, signal);
      return { response, droppedMessages: request.messages.length - messages.length };
    } catch (thrown) {
      const shorter = request.contextOverflow === 'trim' ? dropOldest(messages, thrown) : undefined;
      if (!shorter || cuts === MAX_CUTS) throw thrown;
      messages = shorter;
    }
  }
}

async function* readChunks({ body }: Response): AsyncGenerator<Chunk> {
  for await (const { data } of readEvents(body ?? new ReadableStream())) {
    if (data === '[DONE]') return;
    const json = parseJson(data);
    const failure = readFailure(json);
    if (failure) throw failure;
    yield parseAnswer(chunkSchema, json, PATH);
  }
}

function* readDelta(delta: Chunk['choices'][number]['delta']): Generator<ChatEvent> {
  const thought = delta?.reasoning_content ?? delta?.reasoning;
  if (thought) yield { type: 'reasoning-delta', text: thought, tokens: [] };
  if (delta?.content) yield { type: 'text-delta', text: delta.content, tokens: [] };
}

function toFinishReason(reason: string): FinishReason {
  if (reason === 'content_filter')
    throw new EngineError('content_blocked', 'The server has blocked this answer.');
  if (reason === 'length') return 'length';
  return reason === 'tool_calls' ? 'tool-calls' : 'stop';
}

/** When words came, as the person sees it: with the network and the loading of the model. */
function createClock(begun: number) {
  let first: number | undefined;
  let last = begun;
  return {
    count() {
      last = performance.now();
      first ??= last;
    },
    read(tokens: number): { firstTokenMs: number | null; tokensPerSecond: number | null } {
      if (first === undefined) return { firstTokenMs: null, tokensPerSecond: null };
      const seconds = (last - first) / 1000;
      const isMeasured = tokens > 1 && seconds > 0;
      return {
        firstTokenMs: first - begun,
        tokensPerSecond: isMeasured ? (tokens - 1) / seconds : null,
      };
    },
  };
}
