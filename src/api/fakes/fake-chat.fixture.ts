import type {
  ChatEngine,
  ChatEvent,
  ChatRequest,
  JsonSchema,
} from '../../engine/chat/chat-engine.ts';
import { checkRequest } from '../../engine/chat/check-request.ts';
import { EngineError, throwIfAborted, type ErrorCode } from '../../engine/errors.ts';
import { nextTask } from '../../engine/next-task.ts';
import type { FakeRecord } from './fake-record.fixture.ts';

const CONTEXT = 4096;
const DEFAULT_MAX_TOKENS = 1000;

/**
 * Words without a model, at a token a word. What it does is in the last message: `fail CODE` and
 * `break CODE` fail before and after the first two words, `count` counts until it is stopped,
 * `think` thinks before, and anything else is said back. It calls the first tool if it must, or if
 * the message says `call`.
 */
export function createFakeChat(record: FakeRecord): Pick<ChatEngine, 'generate'> {
  return {
    async *generate(request, signal) {
      record.chat.push(request);
      checkRequest(request);
      throwIfAborted(signal);
      record.running += 1;
      try {
        yield* answer(request, signal, record);
      } finally {
        record.running -= 1;
      }
    },
  };
}

async function* answer(
  request: ChatRequest,
  signal: AbortSignal,
  record: FakeRecord,
): AsyncGenerator<ChatEvent> {
  const said = request.messages.at(-1)?.content ?? '';
  const [verb = '', code] = said.split(' ');
  if (verb === 'fail') throw new EngineError(code as ErrorCode, `It failed: ${code}.`);
  yield { type: 'load-start', model: request.model };
  const loaded = { device: 'wasm', dtype: 'q4', adapter: null, loadMs: 0 } as const;
  yield { type: 'load-end', model: request.model, ...loaded };
  if (verb === 'think' && request.reasoning !== false)
    yield { type: 'reasoning-delta', text: 'Let me think.', tokens: [1] };
  const [tool] = request.tools ?? [];
  const isCalling = tool && (request.toolChoice === 'required' || said.includes('call'));
  let tokens = 0;
  if (isCalling && request.toolChoice !== 'none') {
    const call = { id: 'call_1', name: tool.name, arguments: writeExample(tool.parameters) };
    yield { type: 'tool-call', call, tokens: [1] };
    yield finish(request, 'tool-calls', 1);
    return;
  }
  for (const word of writeWords(request, said)) {
    await nextTask();
    throwIfAborted(signal);
    if (tokens === (request.maxTokens ?? DEFAULT_MAX_TOKENS))
      return yield finish(request, 'length', tokens);
    if (request.stop?.some((stop) => word.includes(stop))) break;
    if (verb === 'break' && tokens === 2)
      throw new EngineError(code as ErrorCode, `It broke: ${code}.`);
    tokens += 1;
    record.tokens += 1;
    yield { type: 'text-delta', text: word, tokens: [tokens], ...judge(request, word, tokens) };
  }
  yield finish(request, 'stop', tokens);
}

/** Each word is as likely as not, and so is every other. */
function judge({ logProbabilities: count }: ChatRequest, word: string, token: number) {
  if (count === undefined) return {};
  const describe = (text: string) => ({
    token,
    bytes: new TextEncoder().encode(text),
    logProbability: Math.log(0.5),
  });
  const likeliest = Array.from({ length: count }, (_, at) =>
    describe(at === 0 ? word : `other ${at}`),
  );
  return { logProbabilities: [{ ...describe(word), likeliest }] };
}

function finish(
  request: ChatRequest,
  reason: 'stop' | 'length' | 'tool-calls',
  completionTokens: number,
): ChatEvent {
  const promptTokens = request.messages.reduce(
    (sum, { content }) => sum + content.split(' ').length,
    0,
  );
  const usage = { promptTokens, cachedTokens: 0, completionTokens, contextLength: CONTEXT };
  return { type: 'finish', reason, usage, firstTokenMs: 1, tokensPerSecond: null };
}

function* writeWords({ responseFormat }: ChatRequest, said: string): Generator<string> {
  if (responseFormat) {
    yield writeExample(responseFormat.schema ?? {});
    return;
  }
  if (said.startsWith('count')) for (let number = 1; ; number++) yield `${number} `;
  yield* `You said: ${said}`.match(/\S+\s*/g) ?? [];
}

/** The simplest JSON that fits a simple schema. */
function writeExample(schema: JsonSchema): string {
  return JSON.stringify(makeExample(schema));
}

function makeExample(schema: JsonSchema): unknown {
  if (Array.isArray(schema.enum)) return schema.enum[0] as unknown;
  if (schema.type === 'string') return 'Lisbon';
  if (schema.type === 'number' || schema.type === 'integer') return 7;
  if (schema.type === 'boolean') return true;
  if (schema.type === 'array') return [makeExample((schema.items ?? {}) as JsonSchema)];
  const properties = Object.entries((schema.properties ?? {}) as Record<string, JsonSchema>);
  return Object.fromEntries(properties.map(([name, inner]) => [name, makeExample(inner)]));
}
