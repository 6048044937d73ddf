import type { ChatCompletionChunk, ChatCompletionRequestStreaming } from '@mlc-ai/web-llm';
import type { ChatMessage, JsonSchema } from '../chat-engine.ts';
import { EngineError } from '../../errors.ts';
import { createFakeHost, createFakeLanguageModel, type FakeModelOptions } from '../fake-language-model.fixture.ts';
import { createLanguageModelChatEngine } from '../language-model-chat-engine.ts';
import type { MlcEngine } from './mlc-runtime.ts';

/** What web-llm's engine does, over a fake model: chunks as OpenAI has them, errors known by their names. */
export function createFakeMlcEngine(
  options: FakeModelOptions = {},
): MlcEngine & { requests: ChatCompletionRequestStreaming[] } {
  const inner = createLanguageModelChatEngine(createFakeHost(), async () => createFakeLanguageModel(options));
  const requests: ChatCompletionRequestStreaming[] = [];
  let stop = new AbortController();

  async function* write(request: ChatCompletionRequestStreaming): AsyncGenerator<ChatCompletionChunk> {
    const events = inner.generate(
      {
        model: 'fake/model',
        messages: request.messages as ChatMessage[],
        ...pick('maxTokens', request.max_tokens),
        ...pick('temperature', request.temperature),
        ...pick('seed', request.seed),
        ...pick('stop', request.stop as string[] | null),
        ...(request.response_format
          ? {
              responseFormat: {
                type: 'json' as const,
                schema: JSON.parse(request.response_format.schema ?? '{}') as JsonSchema,
              },
            }
          : {}),
      },
      stop.signal,
    );
    try {
      for await (const event of events) {
        if (event.type === 'text-delta') yield chunk({ content: event.text }, null);
        if (event.type !== 'finish') continue;
        yield chunk({}, event.reason === 'length' ? 'length' : 'stop');
        const { promptTokens, completionTokens } = event.usage;
        const extra = { decode_tokens_per_s: event.tokensPerSecond ?? 0 };
        const usage = { prompt_tokens: promptTokens, completion_tokens: completionTokens, extra };
        yield { ...chunk({}, null), choices: [], usage } as unknown as ChatCompletionChunk;
      }
    } catch (thrown) {
      if (EngineError.from(thrown).code === 'aborted') yield chunk({}, 'abort');
      else throw translate(thrown);
    }
  }

  /** The real one reads the prompt before it gives the iterator, so that what is wrong with it is thrown at once. */
  async function chatCompletion(request: ChatCompletionRequestStreaming): Promise<AsyncIterable<ChatCompletionChunk>> {
    requests.push(request);
    stop = new AbortController();
    const chunks = write(request);
    const first = await chunks.next();
    return (async function* () {
      try {
        if (!first.done) yield first.value;
        yield* chunks;
      } finally {
        await chunks.return(undefined);
      }
    })();
  }

  return {
    requests,
    reload: () => Promise.resolve(),
    unload: () => Promise.resolve(),
    interruptGenerate: () => Promise.resolve(stop.abort()),
    chatCompletion: chatCompletion as MlcEngine['chatCompletion'],
  };
}

function pick<K extends string, V>(name: K, value: V | null | undefined): Partial<Record<K, V>> {
  return value === null || value === undefined ? {} : ({ [name]: value } as Record<K, V>);
}

function chunk(delta: { content?: string }, finishReason: 'stop' | 'length' | 'abort' | null): ChatCompletionChunk {
  return {
    id: '',
    object: 'chat.completion.chunk',
    created: 0,
    model: 'fake/model',
    choices: [{ index: 0, delta, finish_reason: finishReason, logprobs: null }],
  };
}

function translate(thrown: unknown): unknown {
  const { code, details } = EngineError.from(thrown);
  if (code !== 'context_too_long') return thrown;
  const error = new Error(
    `Prompt tokens exceed context window size: number of prompt tokens: ${details.promptTokens};`,
  );
  error.name = 'ContextWindowSizeExceededError';
  return error;
}
