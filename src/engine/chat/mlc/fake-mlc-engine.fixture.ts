import type {
  ChatCompletionChunk,
  ChatCompletionRequestStreaming,
  LogitProcessor,
} from '@mlc-ai/web-llm';
import type { ChatMessage } from '../chat-engine.ts';
import { EngineError } from '../../errors.ts';
import {
  createFakeHost,
  createFakeLanguageModel,
  type FakeModelOptions,
} from '../fake-language-model.fixture.ts';
import type { LanguageModel } from '../language-model.ts';
import { createLanguageModelChatEngine } from '../language-model-chat-engine.ts';
import type { MlcEngine } from './mlc-runtime.ts';

/**
 * What web-llm's engine does, over a fake model: chunks as OpenAI has them, errors known by their
 * names.
 */
export function createFakeMlcEngine(
  options: FakeModelOptions = {},
  processor?: LogitProcessor,
): MlcEngine & { requests: ChatCompletionRequestStreaming[] } {
  const model = createFakeLanguageModel({ ...options, looksAhead: false });
  const inner = createLanguageModelChatEngine(createFakeHost(), async () =>
    processLogits(model, processor),
  );
  const requests: ChatCompletionRequestStreaming[] = [];
  let stop = new AbortController();

  async function* write(
    request: ChatCompletionRequestStreaming,
  ): AsyncGenerator<ChatCompletionChunk> {
    const events = inner.generate(
      {
        model: 'fake/model',
        messages: request.messages as ChatMessage[],
        ...pick('maxTokens', request.max_tokens),
        ...pick('temperature', request.temperature),
        ...pick('seed', request.seed),
        ...pick('stop', request.stop as string[] | null),
      },
      stop.signal,
    );
    try {
      for await (const event of events) {
        if (event.type === 'text-delta') {
          event.tokens.forEach((token) => processor?.processSampledToken(token));
          yield chunk({ content: event.text }, null);
        }
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

  /**
   * The real one reads the prompt before it gives the iterator, so that what is wrong with it is
   * thrown at once.
   */
  async function chatCompletion(
    request: ChatCompletionRequestStreaming,
  ): Promise<AsyncIterable<ChatCompletionChunk>> {
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
    readTokens: () =>
      Promise.resolve({ vocabulary: model.readVocabulary(), endTokens: model.endTokens }),
    reload: () => Promise.resolve(),
    unload: () => Promise.resolve(),
    interruptGenerate: () => Promise.resolve(stop.abort()),
    chatCompletion: chatCompletion as MlcEngine['chatCompletion'],
  };
}

/** Every logits go by way of the processor. */
function processLogits(model: LanguageModel, processor: LogitProcessor | undefined): LanguageModel {
  if (!processor) return model;
  return {
    ...model,
    startSession() {
      const session = model.startSession();
      return {
        canLookAhead: false,
        get length() {
          return session.length;
        },
        forward: async (tokens) =>
          (await session.forward(tokens)).map((logits) => processor.processLogits(logits)),
        truncate: (length) => session.truncate(length),
        dispose: () => session.dispose(),
      };
    },
  };
}

function pick<K extends string, V>(name: K, value: V | null | undefined): Partial<Record<K, V>> {
  return value === null || value === undefined ? {} : ({ [name]: value } as Record<K, V>);
}

function chunk(
  delta: { content?: string },
  finishReason: 'stop' | 'length' | 'abort' | null,
): ChatCompletionChunk {
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
