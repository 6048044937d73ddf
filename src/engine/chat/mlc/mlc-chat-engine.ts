import type { ChatCompletionChunk } from '@mlc-ai/web-llm';
import { EngineError, throwIfAborted } from '../../errors.ts';
import type { EngineHost } from '../../host.ts';
import type { ChatManifest } from '../../models/manifest.ts';
import type { LoadedModel, ModelChoice } from '../../models/model-choice.ts';
import { planLoad } from '../../models/load/plan-load.ts';
import { createPartSplitter, type AnswerPart } from '../turns/answer-parts.ts';
import { findNextQuestion, leaveOut } from '../turns/leave-out.ts';
import type { ChatEngine, ChatEvent, ChatRequest, FinishReason } from '../chat-engine.ts';
import { compileSchema } from '../json/compile-schema.ts';
import { createOneModelEngine } from '../one-model-engine.ts';
import { createAnswerHold, type AnswerHold } from './held-mlc-answer.ts';
import {
  createMlcEngine,
  explainMlcError,
  type CreateMlcEngine,
  type MlcEngine,
} from './mlc-runtime.ts';
import { refusePictures } from '../vision/pictures-in.ts';
import { writeMlcRequest } from './mlc-request.ts';

interface Resident extends LoadedModel {
  manifest: ChatManifest;
  engine: MlcEngine;
  /**
   * Where the model was loaded so that its answers can be held to a grammar, at a cost for each
   * token.
   */
  hold: AnswerHold | undefined;
}

/**
 * Chat with models that MLC compiled for WebGPU, run by web-llm over the host's weight store. It
 * reports no token ids.
 */
export function createMlcChatEngine(
  host: EngineHost,
  createEngine: CreateMlcEngine = createMlcEngine,
): ChatEngine {
  let resident: Resident | undefined;

  async function ensureLoaded(
    choice: ModelChoice,
    signal: AbortSignal,
    isHeld: boolean,
  ): Promise<Resident> {
    const { manifest, device, dtype } = await planLoad(host, choice, 'chat');
    if (device !== 'webgpu')
      throw new EngineError('webgpu_unavailable', `${manifest.title} runs only on WebGPU.`);
    const isSame = resident?.model === manifest.id && resident.dtype === dtype;
    if (resident && isSame && (resident.hold || !isHeld)) return resident;
    await resident?.engine.unload();
    resident = undefined;
    const begin = performance.now();
    const hold = isHeld ? createAnswerHold() : undefined;
    const engine = await createEngine(host, manifest, dtype, hold?.processor);
    const stop = () => void engine.unload();
    signal.addEventListener('abort', stop, { once: true });
    try {
      await engine.reload(manifest.id);
      // web-llm ends an aborted load without an error.
      throwIfAborted(signal);
    } catch (thrown) {
      throwIfAborted(signal);
      throw explainMlcError(thrown, manifest);
    } finally {
      signal.removeEventListener('abort', stop);
    }
    const adapter = host.device.adapter?.name ?? null;
    resident = {
      ...{
        model: manifest.id,
        device: 'webgpu',
        dtype,
        adapter,
        loadMs: performance.now() - begin,
      },
      ...{ manifest, engine, hold },
    };
    return resident;
  }

  return createOneModelEngine<Resident>({
    readResident: () => resident?.model,
    ensureLoaded,
    answer,
  });
}

async function* answer(
  loaded: Resident,
  request: ChatRequest,
  signal: AbortSignal,
): AsyncGenerator<ChatEvent> {
  const { engine, manifest, hold } = loaded;
  refusePictures(request.messages, manifest.title);
  const begin = performance.now();
  const interrupt = () => void engine.interruptGenerate();
  signal.addEventListener('abort', interrupt, { once: true });
  let isWhole = false;
  try {
    if (request.responseFormat)
      hold?.begin(compileSchema(request.responseFormat.schema), await engine.readTokens());
    const { chunks, droppedMessages } = await start(loaded, request);
    if (droppedMessages > 0) yield { type: 'context-trim', droppedMessages };
    const splitter = createPartSplitter({ canReason: request.responseFormat === undefined });
    let firstTokenMs: number | null = null;
    let reason: FinishReason = 'stop';
    let usage: ChatCompletionChunk['usage'];
    for await (const chunk of chunks) {
      throwIfAborted(signal);
      usage = chunk.usage ?? usage;
      const [choice] = chunk.choices;
      if (choice?.finish_reason === 'length') reason = 'length';
      const text = choice?.delta.content ?? '';
      if (text === '') continue;
      firstTokenMs ??= performance.now() - begin;
      for (const part of splitter.push(text)) yield toEvent(part);
    }
    throwIfAborted(signal);
    const ending = hold?.end() ?? '';
    if (ending !== '') reason = 'length';
    for (const part of [...splitter.push(ending), ...splitter.flush()]) yield toEvent(part);
    isWhole = true;
    yield {
      type: 'finish',
      reason,
      usage: {
        promptTokens: usage?.prompt_tokens ?? 0,
        cachedTokens: 0,
        completionTokens: usage?.completion_tokens ?? 0,
        contextLength: manifest.contextLength,
      },
      firstTokenMs,
      tokensPerSecond: usage?.extra.decode_tokens_per_s ?? null,
    };
  } catch (thrown) {
    throwIfAborted(signal);
    throw explainMlcError(thrown, manifest);
  } finally {
    hold?.end();
    signal.removeEventListener('abort', interrupt);
    // The consumer left: the GPU should not go on writing for nobody.
    if (!isWhole) await engine.interruptGenerate();
  }
}

/** Begins the answer; drops the oldest turns until it fits, if the request allows that. */
async function start(
  { engine, manifest }: Resident,
  request: ChatRequest,
): Promise<{ chunks: AsyncIterable<ChatCompletionChunk>; droppedMessages: number }> {
  for (let droppedMessages = 0; ;) {
    const messages = leaveOut(request.messages, droppedMessages);
    try {
      const chunks = await engine.chatCompletion(
        writeMlcRequest(request, messages, manifest.defaults),
      );
      return { chunks, droppedMessages };
    } catch (thrown) {
      const error = explainMlcError(thrown, manifest);
      const next = findNextQuestion(request.messages, droppedMessages);
      if (
        error.code !== 'context_too_long' ||
        request.contextOverflow !== 'trim' ||
        next === undefined
      )
        throw error;
      droppedMessages = next;
    }
  }
}

/** Requests with tools were refused before (mlc-request.ts), so no part is a call. */
function toEvent(part: AnswerPart): ChatEvent {
  const text = part.kind === 'tool' ? '' : part.text;
  return { type: part.kind === 'reasoning' ? 'reasoning-delta' : 'text-delta', text, tokens: [] };
}
