import { BoundedTemplate } from '../../bounded-template.ts';
import { EngineError } from '../../errors.ts';
import type { ChatMessage } from '../chat-engine.ts';
import type { PromptOptions } from '../language-model.ts';
import { CHAT_ML } from './chat-ml.ts';
import { applyToTurns } from './chat-turns.ts';
import { toTemplateMessage } from './template-message.ts';

/** A model's chat template, with the tokens that it may write. */
export interface ChatTemplate {
  /** Jinja; empty: ChatML. */
  source: string;
  beginning: string;
  end: string;
}

/**
 * Returns how a conversation is written. Throws `not_supported` if the template cannot be read;
 * applying it does if it refuses.
 */
export function compileTemplate({ source, beginning, end }: ChatTemplate) {
  const template = readTemplate(source || CHAT_ML);
  return (
    messages: readonly ChatMessage[],
    { tools, reasoning, prefix = '' }: PromptOptions = {},
  ): string => {
    const options = {
      add_generation_prompt: true,
      bos_token: beginning,
      eos_token: end,
      ...(tools && { tools: tools.map((tool) => ({ type: 'function', function: tool })) }),
      ...(reasoning !== undefined && { enable_thinking: reasoning }),
    };
    const apply = (turns: readonly ChatMessage[]) =>
      template.render({ messages: turns.map(toTemplateMessage), ...options });
    return applyToTurns(apply, messages) + prefix;
  };
}

function readTemplate(source: string): BoundedTemplate {
  try {
    return new BoundedTemplate(source);
  } catch (thrown) {
    throw new EngineError(
      'not_supported',
      `The model's chat template cannot be read: ${EngineError.from(thrown).message}`,
      { cause: thrown },
    );
  }
}
