import { EngineError, throwIfAborted } from '../../errors.ts';
import type { ChatManifest } from '../../models/manifest.ts';
import { planForm, type AnswerForm } from '../answer-form.ts';
import { createTeller, NO_TOKEN } from '../answer-teller.ts';
import type { ChatEvent, ChatMessage, ChatRequest, FinishReason } from '../chat-engine.ts';
import { chooseSampling } from '../choose-sampling.ts';
import type { PromptOptions } from '../language-model.ts';
import { createPartSplitter } from '../turns/answer-parts.ts';
import { findNextQuestion, leaveOut } from '../turns/leave-out.ts';
import { refusePictures } from '../vision/pictures-in.ts';
import type { LlamaModel, LlamaPiece, LlamaRequest } from './llama-model.ts';
import { createTextHold } from './text-hold.ts';
import { writeGbnf } from './write-gbnf.ts';

/** A model in memory, and how it is asked. */
export interface GgufInMemory {
  manifest: ChatManifest;
  chatTemplate: string;
  write(messages: readonly ChatMessage[], options?: PromptOptions): string;
  llama: LlamaModel;
}

/**
 * Answers a validated request: every event except those of loading. No token ids are reported.
 * Frequency and presence penalties count the prompt, too: llama.cpp does not tell it from the
 * answer.
 */
export async function* writeGgufAnswer(
  model: GgufInMemory,
  request: ChatRequest,
  signal: AbortSignal,
): AsyncGenerator<ChatEvent> {
  refusePictures(request.messages, model.manifest.title);
  const clock = createClock();
  const form = planForm(model.chatTemplate, request);
  const { prompt, pieces, first, droppedMessages } = await begin(model, form, request, signal);
  try {
    if (droppedMessages > 0) yield { type: 'context-trim', droppedMessages };
    const reason = yield* tell(clock.watch(first, pieces), form, prompt);
    throwIfAborted(signal);
    const { contextLength } = model.llama;
    yield { type: 'finish', reason, ...clock.read(contextLength) };
  } finally {
    await pieces.return(undefined);
  }
}

type Pieces = AsyncGenerator<LlamaPiece>;

/** Begins the answer; drops the oldest turns until the rest fits, if the request allows that. */
async function begin(
  model: GgufInMemory,
  form: AnswerForm,
  request: ChatRequest,
  signal: AbortSignal,
) {
  for (let droppedMessages = 0; ;) {
    const prompt = model.write(...form.write(leaveOut(request.messages, droppedMessages)));
    const pieces = model.llama.write(writeRequest(model.manifest, form, request, prompt), signal);
    try {
      const first = await pieces.next();
      return { prompt, pieces, first, droppedMessages };
    } catch (thrown) {
      const error = EngineError.from(thrown);
      const next = findNextQuestion(request.messages, droppedMessages);
      const mayTrim = error.code === 'context_too_long' && request.contextOverflow === 'trim';
      if (!mayTrim || next === undefined) throw error;
      droppedMessages = next;
    }
  }
}

function writeRequest(
  { defaults }: ChatManifest,
  form: AnswerForm,
  request: ChatRequest,
  prompt: string,
): LlamaRequest {
  return {
    prompt,
    ...chooseSampling(request, defaults),
    grammar: form.grammar && writeGbnf(form.grammar, isBehindThought(form, prompt)),
    marks: form.marks,
  };
}

function isBehindThought(form: AnswerForm, prompt: string): boolean {
  return form.describeParts(prompt).initial === 'reasoning';
}

/** Pieces to events. */
async function* tell(
  pieces: AsyncIterable<LlamaPiece>,
  form: AnswerForm,
  prompt: string,
): AsyncGenerator<ChatEvent, FinishReason> {
  const splitter = createPartSplitter(form.describeParts(prompt));
  const teller = createTeller(form.stops);
  const hold = form.grammar && createTextHold(form.grammar, isBehindThought(form, prompt));
  let reason: FinishReason = 'stop';
  for await (const piece of pieces) {
    reason = piece.reason ?? reason;
    hold?.accept(piece.text);
    if (piece.text !== '') yield* teller.tell(splitter.push(piece.text, NO_TOKEN));
    if (teller.isStopped) return teller.hasCalls ? 'tool-calls' : 'stop';
  }
  const ending = hold?.writeEnding() ?? '';
  yield* teller.tell([...splitter.push(ending, NO_TOKEN), ...splitter.flush()]);
  if (!teller.isStopped) yield* teller.end();
  if (teller.hasCalls) return 'tool-calls';
  if (teller.isStopped) return 'stop';
  return ending === '' ? reason : 'length';
}

/** The figures of an answer. */
function createClock() {
  const begin = performance.now();
  let firstAt: number | undefined;
  let lastAt = begin;
  let last: LlamaPiece | undefined;
  function note(piece: LlamaPiece): void {
    if (piece.completionTokens > (last?.completionTokens ?? 0)) lastAt = performance.now();
    if (piece.completionTokens > 0) firstAt ??= lastAt;
    last = piece;
  }
  return {
    async *watch(first: IteratorResult<LlamaPiece>, pieces: Pieces): Pieces {
      for (let step = first; !step.done; step = await pieces.next()) {
        note(step.value);
        yield step.value;
      }
    },
    read(contextLength: number) {
      const { promptTokens = 0, cachedTokens = 0, completionTokens = 0 } = last ?? {};
      const tokensPerSecond =
        firstAt === undefined || completionTokens < 2
          ? null
          : ((completionTokens - 1) * 1000) / (lastAt - firstAt);
      return {
        usage: { promptTokens, cachedTokens, completionTokens, contextLength },
        firstTokenMs: firstAt === undefined ? null : firstAt - begin,
        tokensPerSecond,
      };
    },
  };
}
