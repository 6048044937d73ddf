import type { ChatCompletionMessageParam, ChatCompletionRequestStreaming } from '@mlc-ai/web-llm';
import { EngineError } from '../../errors.ts';
import type { ChatManifest } from '../../models/manifest.ts';
import type { ChatMessage, ChatRequest } from '../chat-engine.ts';
import { joinTurns } from '../turns/join-turns.ts';
import { writeTurnAsText } from '../turns/tool-calls.ts';

/**
 * The request as web-llm takes it, with separate messages since some may be dropped. Throws
 * `not_supported` for what its engine cannot do: nothing is dropped silently.
 */
export function writeMlcRequest(
  request: ChatRequest,
  messages: readonly ChatMessage[],
  defaults: ChatManifest['defaults'],
): ChatCompletionRequestStreaming {
  const lacking = listLacking(request);
  if (lacking.length > 0)
    throw new EngineError(
      'not_supported',
      `MLC models do not support ${lacking.join(', ')}. Leave it out, or choose an ONNX model.`,
    );
  return {
    stream: true,
    stream_options: { include_usage: true },
    messages: joinTurns(messages.map(writeTurnAsText)).map(writeMessage),
    max_tokens: request.maxTokens ?? defaults.maxTokens,
    temperature: request.temperature ?? defaults.temperature,
    top_p: request.topP ?? defaults.topP,
    repetition_penalty: request.repetitionPenalty ?? null,
    frequency_penalty: request.frequencyPenalty ?? null,
    presence_penalty: request.presencePenalty ?? null,
    seed: request.seed ?? null,
    // Constrained JSON ends when it is complete.
    stop: request.stop && !request.responseFormat ? [...request.stop] : null,
    ...(request.reasoning === undefined
      ? {}
      : { extra_body: { enable_thinking: request.reasoning } }),
  };
}

function listLacking({ tools = [], toolChoice, prefix, topK, minP }: ChatRequest): string[] {
  const asked: readonly [string, boolean][] = [
    ['tools', tools.length > 0 && toolChoice !== 'none'],
    ['a prefix', Boolean(prefix)],
    ['topK', topK !== undefined],
    ['minP', minP !== undefined],
  ];
  return asked.filter(([, isAsked]) => isAsked).map(([name]) => name);
}

/** Calls and results of tools are text by now: not every model of MLC has a role for them. */
function writeMessage(message: ChatMessage): ChatCompletionMessageParam {
  switch (message.role) {
    case 'tool':
      return { role: 'tool', content: message.content, tool_call_id: message.toolCallId };
    case 'assistant':
      return { role: 'assistant', content: message.content };
    default:
      return { role: message.role, content: message.content };
  }
}
