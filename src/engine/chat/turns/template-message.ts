import type { ChatMessage } from '../chat-engine.ts';

/**
 * As templates expect it: OpenAI's form with arguments as an object. A lone surrogate, which no
 * tokenizer takes, becomes U+FFFD.
 */
export function toTemplateMessage(message: ChatMessage) {
  const content = message.content.toWellFormed();
  if (message.role === 'tool') return { role: 'tool', content, tool_call_id: message.toolCallId };
  if (message.role !== 'assistant' || !message.toolCalls) return { role: message.role, content };
  const toolCalls = message.toolCalls.map(({ id, name, arguments: given }) => ({
    id,
    type: 'function',
    function: { name, arguments: JSON.parse(given) as object },
  }));
  return { role: 'assistant', content, tool_calls: toolCalls };
}
