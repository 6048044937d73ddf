import type { ChatMessage, ChatRequest, JsonSchema } from '../../../engine/chat/chat-engine.ts';
import type { DevicePreference } from '../../../engine/device.ts';
import { EngineError } from '../../../engine/errors.ts';
import { joinTurns } from '../../../engine/chat/turns/join-turns.ts';
import type { PixelImage } from '../../../engine/images/pixel-image.ts';
import type { ChatSettings, ShownPicture, StoredMessage } from '../../../storage/conversations.ts';

interface ShownBranch {
  branch: readonly StoredMessage[];
  pictures: ReadonlyMap<ShownPicture, PixelImage>;
}

/**
 * What the engine is asked: the branch with those of its pictures that are open. `variant`: how
 * many answers to this question there are, this one included; another one must be another one.
 */
export function createRequest(
  choice: { model: string; device: DevicePreference },
  { branch, pictures }: ShownBranch,
  { systemPrompt, jsonSchema, seed, ...settings }: ChatSettings,
  prefix: string | undefined,
  variant: number,
): ChatRequest {
  const system: ChatMessage[] = systemPrompt ? [{ role: 'system', content: systemPrompt }] : [];
  const isAnother = variant > 1 && prefix === undefined;
  return {
    ...choice,
    ...withoutUndefined(settings),
    messages: [...system, ...toChatMessages(branch, pictures)],
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
function toChatMessages(
  branch: readonly StoredMessage[],
  pictures: ShownBranch['pictures'],
): ChatMessage[] {
  const turns = branch
    .filter(({ content }) => content !== '')
    .map(({ role, content, pictures: shown = [] }): ChatMessage => {
      if (role === 'assistant') return { role, content };
      const opened = shown.flatMap((picture) => pictures.get(picture) ?? []);
      return { role, content, ...(opened.length > 0 && { pictures: opened }) };
    });
  return joinTurns(turns);
}
