import { EngineError } from '../errors.ts';
import type { ChatManifest } from '../models/manifest.ts';
import { planForm } from './answer-form.ts';
import { createTeller, NO_TOKEN } from './answer-teller.ts';
import type {
  ChatEvent,
  ChatMessage,
  ChatRequest,
  FinishReason,
  TokenLogProbability,
} from './chat-engine.ts';
import { chooseSampling } from './choose-sampling.ts';
import { decodeTokens, type DecodeOptions } from './decode/decode.ts';
import { createDetokenizer } from './decode/detokenizer.ts';
import {
  createLogProbabilityReader,
  type LogProbabilityReader,
} from './decode/log-probabilities.ts';
import { countMessagesToDrop } from './decode/fit-context.ts';
import type { ConstrainTokens } from './json/json-constraint.ts';
import type { EncodedPrompt, LanguageModel } from './language-model.ts';
import type { PromptCache } from './decode/prompt-cache.ts';
import type { TokenConstraint } from './token-constraint.ts';
import { createPartSplitter, type PartSplitterOptions } from './turns/answer-parts.ts';
import { picturesIn, refusePictures } from './vision/pictures-in.ts';

/** A model in memory with its cache. */
export interface ModelInMemory {
  manifest: ChatManifest;
  languageModel: LanguageModel;
  cache: PromptCache;
  constrain: ConstrainTokens;
  /**
   * Draws the tokens of an answer that no grammar holds, where a runtime does that itself;
   * `undefined` if it cannot by these options.
   */
  drawTokens?(
    unread: readonly number[],
    options: DecodeOptions,
    signal: AbortSignal,
  ): AsyncGenerator<number, 'stop' | 'length'> | undefined;
}

/** How the answer to a request is to be written. */
interface Plan {
  prompt: EncodedPrompt;
  droppedMessages: number;
  /** The parts of the answer. */
  parts: PartSplitterOptions;
  constraint: TokenConstraint | undefined;
  /** Stop strings; none if a grammar decides when the answer is complete. */
  stops: readonly string[];
}

/** Answers a validated request with a loaded model: every event except those of loading. */
export async function* writeAnswer(
  model: ModelInMemory,
  request: ChatRequest,
  signal: AbortSignal,
): AsyncGenerator<ChatEvent> {
  const begin = performance.now();
  await lookAtPictures(model, request, signal);
  const plan = planAnswer(model, request);
  if (plan.droppedMessages > 0)
    yield { type: 'context-trim', droppedMessages: plan.droppedMessages };
  const { cachedTokens, unread } = await model.cache.rewind(plan.prompt.tokens);
  const splitter = createPartSplitter(plan.parts);
  const logProbabilities =
    request.logProbabilities === undefined
      ? undefined
      : createLogProbabilityReader(
          () => model.languageModel.readVocabulary(),
          request.logProbabilities,
        );
  const options = {
    ...chooseOptions(model.manifest, request, plan, () =>
      splitter.kind === 'reasoning' ? undefined : plan.constraint,
    ),
    logProbabilities,
  };
  const isWatched = plan.constraint !== undefined || logProbabilities !== undefined;
  const drawn = isWatched ? undefined : model.drawTokens?.(unread, options, signal);
  const tokens =
    drawn ??
    decodeTokens(
      model.cache,
      plan.prompt.tokens,
      unread,
      model.languageModel.endTokens,
      options,
      signal,
    );
  const clock = createClock(begin);
  const reason = yield* tellAnswer(watch(tokens, clock.tick), {
    detokenizer: createDetokenizer(model.languageModel.decode),
    splitter,
    stops: plan.stops,
    constraint: options.constraint,
    logProbabilities,
  });
  const usage = {
    promptTokens: plan.prompt.tokens.length,
    cachedTokens,
    completionTokens: clock.count,
    contextLength: model.manifest.contextLength,
  };
  yield { type: 'finish', reason, usage, ...clock.read() };
}

async function lookAtPictures(
  { manifest, languageModel }: ModelInMemory,
  { messages }: ChatRequest,
  signal: AbortSignal,
): Promise<void> {
  if (languageModel.lookAt) await languageModel.lookAt(picturesIn(messages), signal);
  else refusePictures(messages, manifest.title);
}

function planAnswer(
  { manifest, languageModel, constrain }: ModelInMemory,
  request: ChatRequest,
): Plan {
  const form = planForm(languageModel.chatTemplate, request);
  const encode = (messages: readonly ChatMessage[]) =>
    languageModel.encodePrompt(...form.write(messages));
  const { messages, droppedMessages } = fitMessages(languageModel, manifest, request, encode);
  const prompt = encode(messages);
  if (prompt.tokens.length >= manifest.contextLength)
    throw tooLong(prompt.tokens.length, manifest.contextLength);
  return {
    prompt,
    droppedMessages,
    parts: form.describeParts(prompt.text),
    constraint: form.grammar && constrain(form.grammar),
    stops: form.stops,
  };
}

/** Minimum room for an answer. */
const MIN_ANSWER_TOKENS = 256;

function fitMessages(
  model: LanguageModel,
  { contextLength, defaults }: ChatManifest,
  request: ChatRequest,
  encode: (messages: readonly ChatMessage[]) => EncodedPrompt,
) {
  const { messages } = request;
  const roomTokens =
    contextLength -
    Math.min(request.maxTokens ?? defaults.maxTokens, MIN_ANSWER_TOKENS, contextLength / 4);
  if (request.contextOverflow !== 'trim' || encode(messages).tokens.length <= roomTokens)
    return { messages, droppedMessages: 0 };
  const system = messages.filter(({ role }) => role === 'system');
  const turns = messages.slice(system.length);
  const systemTokens = system.length > 0 ? encode(system).tokens.length : 0;
  const droppedMessages = countMessagesToDrop(
    turns,
    (message) => countMessageTokens(model, message),
    roomTokens - systemTokens,
  );
  return { messages: [...system, ...turns.slice(droppedMessages)], droppedMessages };
}

function countMessageTokens(model: LanguageModel, message: ChatMessage): number {
  const pictures = picturesIn([message]).map((picture) => model.countPictureTokens?.(picture) ?? 0);
  return pictures.reduce((sum, tokens) => sum + tokens, model.countTokens(message.content));
}

export function tooLong(promptTokens: number, contextLength: number): EngineError {
  return new EngineError(
    'context_too_long',
    `The conversation has ${promptTokens} tokens; the model reads ${contextLength}.`,
    {
      details: { promptTokens, contextLength },
    },
  );
}

function chooseOptions(
  { contextLength, defaults }: ChatManifest,
  request: ChatRequest,
  { prompt }: Plan,
  constraint: DecodeOptions['constraint'],
): DecodeOptions {
  const sampling = chooseSampling(request, defaults);
  const room = contextLength - prompt.tokens.length;
  return { ...sampling, maxTokens: Math.min(sampling.maxTokens, room), constraint };
}

type Tokens = AsyncGenerator<number, 'stop' | 'length'>;

interface AnswerReader {
  detokenizer: ReturnType<typeof createDetokenizer>;
  splitter: ReturnType<typeof createPartSplitter>;
  stops: readonly string[];
  constraint: DecodeOptions['constraint'];
  logProbabilities: LogProbabilityReader | undefined;
}

/** Tokens to events. */
async function* tellAnswer(
  tokens: Tokens,
  { detokenizer, splitter, stops, constraint, logProbabilities }: AnswerReader,
): AsyncGenerator<ChatEvent, FinishReason> {
  const teller = createTeller(stops);
  // Parts carry the places of their tokens, since the same token may be drawn again.
  const drawn = createDrawnTokens(logProbabilities);
  try {
    let step = await tokens.next();
    for (; !step.done && !teller.isStopped; step = await tokens.next()) {
      const text = detokenizer.push(step.value);
      yield* drawn.name(teller.tell(splitter.push(text, drawn.add(step.value))));
    }
    // What a grammar still requires is written without the model; a preceding half character is
    // dropped.
    const ending = teller.isStopped ? '' : (constraint()?.writeEnding() ?? '');
    if (!teller.isStopped) {
      const rest = ending || detokenizer.flush();
      const last = rest ? splitter.push(rest, NO_TOKEN) : [];
      yield* drawn.name(teller.tell([...last, ...splitter.flush()]));
      yield* drawn.name(teller.end());
    }
    if (teller.hasCalls) return 'tool-calls';
    if (ending !== '') return 'length';
    return teller.isStopped || !step.done ? 'stop' : step.value;
  } finally {
    await tokens.return('stop');
  }
}

/** The tokens of an answer by their places, and how likely each was if that is asked. */
function createDrawnTokens(logProbabilities: LogProbabilityReader | undefined) {
  const tokens: number[] = [];
  const likely: TokenLogProbability[] = [];
  return {
    /** The token's place. */
    add(token: number): number {
      if (logProbabilities) likely.push(logProbabilities.read(token));
      return tokens.push(token) - 1;
    },
    /** Events with tokens instead of places. */
    *name(events: Iterable<ChatEvent>): Generator<ChatEvent> {
      for (const event of events) {
        if (!('tokens' in event)) yield event;
        else
          yield {
            ...event,
            tokens: event.tokens.flatMap((at) => tokens[at] ?? []),
            ...(logProbabilities && {
              logProbabilities: event.tokens.flatMap((at) => likely[at] ?? []),
            }),
          };
      }
    },
  };
}

/** Passes tokens through and reports each. */
async function* watch(tokens: Tokens, onToken: () => void): Tokens {
  try {
    for (let step = await tokens.next(); ; step = await tokens.next()) {
      if (step.done) return step.value;
      onToken();
      yield step.value;
    }
  } finally {
    await tokens.return('stop');
  }
}

/** The figures of an answer. */
function createClock(begin: number) {
  let firstAt: number | undefined;
  let lastAt = begin;
  const clock = {
    count: 0,
    tick() {
      lastAt = performance.now();
      firstAt ??= lastAt;
      clock.count++;
    },
    read: () => ({
      firstTokenMs: firstAt === undefined ? null : firstAt - begin,
      tokensPerSecond:
        firstAt === undefined || clock.count < 2
          ? null
          : ((clock.count - 1) * 1000) / (lastAt - firstAt),
    }),
  };
  return clock;
}
