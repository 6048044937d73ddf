import type { GgufHeader } from '../../models/gguf/read-gguf-header.ts';
import type { ChatMessage } from '../chat-engine.ts';
import type { PromptOptions } from '../language-model.ts';
import { compileTemplate } from '../turns/compile-template.ts';

type TokenFacts = Pick<
  GgufHeader,
  'chatTemplate' | 'tokens' | 'beginToken' | 'endToken' | 'addsBeginning'
>;

/**
 * How a model in GGUF is asked: its header's own chat template, without the token that begins a
 * text where llama.cpp adds that by itself. The header must have been read with its tokens.
 */
export function compileGgufTemplate({
  chatTemplate,
  tokens = [],
  beginToken,
  endToken,
  addsBeginning,
}: TokenFacts): (messages: readonly ChatMessage[], options?: PromptOptions) => string {
  const nameToken = (token: number | undefined) => tokens[token ?? -1] ?? '';
  const beginning = nameToken(beginToken);
  const write = compileTemplate({ source: chatTemplate, beginning, end: nameToken(endToken) });
  return (messages, options) => {
    const text = write(messages, options);
    const isTwice = addsBeginning !== false && beginning !== '' && text.startsWith(beginning);
    return isTwice ? text.slice(beginning.length) : text;
  };
}
