import type { ChatMessage } from '../chat-engine.ts';

/**
 * Merges consecutive turns of one speaker. Results of several calls stay apart: they have ids of
 * their own.
 */
export function joinTurns(messages: readonly ChatMessage[]): ChatMessage[] {
  return messages.reduce<ChatMessage[]>((turns, message) => {
    const last = turns.at(-1);
    return last?.role === message.role && message.role !== 'tool'
      ? [...turns.slice(0, -1), joinTwo(last, message)]
      : [...turns, message];
  }, []);
}

function joinTwo(first: ChatMessage, second: ChatMessage): ChatMessage {
  const content = joinTexts(first.content, second.content);
  if (first.role === 'user' && second.role === 'user') {
    const pictures = [...(first.pictures ?? []), ...(second.pictures ?? [])];
    return { role: 'user', content, ...(pictures.length > 0 && { pictures }) };
  }
  if (first.role !== 'assistant' || second.role !== 'assistant') return { ...first, content };
  const toolCalls = [...(first.toolCalls ?? []), ...(second.toolCalls ?? [])];
  return { role: 'assistant', content, ...(toolCalls.length > 0 ? { toolCalls } : {}) };
}

export const joinTexts = (...texts: readonly string[]) =>
  texts.filter((text) => text !== '').join('\n\n');
