import type { ChatMessage, ChatRequest, JsonSchema } from '../../../engine/chat/chat-engine.ts';
import type { DevicePreference } from '../../../engine/device.ts';
import { EngineError } from '../../../engine/errors.ts';
import type { ChatSettings, StoredMessage } from '../../../storage/conversations.ts';

/**
 * What the engine is asked. `variant`: how many answers to this question there are, this one
 * included; another one must be another one.
 */
export function createRequest(
  choice: { model: string; device: DevicePreference },
  branch: readonly StoredMessage[],
  { systemPrompt, jsonSchema, seed, ...settings }: ChatSettings,
  prefix: string | undefined,
  variant: number,
): ChatRequest {
  const system: ChatMessage[] = systemPrompt ? [{ role: 'system', content: systemPrompt }] : [];
  const isAnother = variant > 1 && prefix === undefined;
  return {
    ...choice,
    ...withoutUndefined(settings),
    messages: [...system, ...toChatMessages(branch)],
    contextOverflow: 'trim',
    ...(prefix ? { prefix } : {}),
    ...(jsonSchema ? { responseFormat: { type: 'json', schema: parseSchema(jsonSchema) } } : {}),
    ...(seed !== undefined ? { seed: seed + variant - 1 } : isAnother ? { seed: variant } : {}),
  };
}

function parseSchema(text: string): JsonSchema {
  try {
    return JSON.parse(text) as JsonSchema;
  } catch {
    throw new EngineError(
      'invalid_request',
      'The JSON schema in the chat settings is not valid JSON. Correct it there, or clear it.',
    );
  }
}

function withoutUndefined<T extends object>(
  settings: T,
): { [Name in keyof T]?: Exclude<T[Name], undefined> } {
  return Object.fromEntries(
    Object.entries(settings).filter(([, value]) => value !== undefined),
  ) as never;
}

/**
 * What the model is given: no empty answers, and questions that were left without an answer joined
 * with the next one, since chat templates want turns.
 */
function toChatMessages(branch: readonly StoredMessage[]): ChatMessage[] {
  return branch
    .filter(({ content }) => content !== '')
    .reduce<{ role: 'user' | 'assistant'; content: string }[]>((turns, { role, content }) => {
      const last = turns.at(-1);
      if (last?.role !== role) return [...turns, { role, content }];
      return [...turns.slice(0, -1), { role, content: `${last.content}\n\n${content}` }];
    }, []);
}
