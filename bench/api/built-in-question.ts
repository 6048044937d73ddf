import { BUILT_IN_CHAT_MODEL } from '../../src/engine/models/catalog.ts';
import type { TabQuestion } from './tab-page.ts';

/** With a system message of its own it is the model that answers, not the guide's texts. */
export function askBuiltIn(round: number): TabQuestion {
  return {
    model: BUILT_IN_CHAT_MODEL,
    maxTokens: 64,
    messages: [
      { role: 'system', content: 'You write prompts for pictures.' },
      { role: 'user', content: `a bakery in Lisbon with ${round + 2} ovens` },
    ],
  };
}
