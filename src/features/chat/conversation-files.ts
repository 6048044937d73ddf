import * as z from 'zod/mini';
import { EngineError } from '../../engine/errors.ts';
import {
  conversationSchema,
  messageSchema,
  type StoredConversation,
  type StoredMessage,
} from '../../storage/conversations.ts';

/** A conversation with all its branches. */
export interface WholeConversation {
  conversation: StoredConversation;
  messages: readonly StoredMessage[];
}

const FORMAT = 'triptych-conversations';
const fileSchema = z.object({
  format: z.literal(FORMAT),
  version: z.literal(1),
  conversations: z.array(z.object({ conversation: conversationSchema, messages: z.array(messageSchema) })),
});

/** Everything, to be read back in. */
export function writeConversationsFile(conversations: readonly WholeConversation[]): string {
  return JSON.stringify({ format: FORMAT, version: 1, conversations }, null, 2);
}

/**
 * Conversations from such a file, under new ids, so that what is here already is not overwritten.
 * Throws `invalid_request` for a file that is none.
 */
export function readConversationsFile(text: string): WholeConversation[] {
  const parsed = fileSchema.safeParse(parseJson(text));
  if (!parsed.success)
    throw new EngineError(
      'invalid_request',
      'This file holds no conversations of Triptych. Choose a JSON file that was exported here.',
    );
  return parsed.data.conversations.map(renew);
}

function renew({ conversation, messages }: WholeConversation): WholeConversation {
  const newIds = new Map(messages.map(({ id }) => [id, crypto.randomUUID()]));
  const renewId = (id: string | null) => (id === null ? null : (newIds.get(id) ?? null));
  const conversationId = crypto.randomUUID();
  return {
    conversation: { ...conversation, id: conversationId, leafId: renewId(conversation.leafId) },
    messages: messages.map((message) => ({
      ...message,
      id: newIds.get(message.id) ?? message.id,
      conversationId,
      parentId: renewId(message.parentId),
    })),
  };
}

/** The branch that is shown, for people to read. */
export function writeMarkdown(
  { title, settings }: StoredConversation,
  branch: readonly StoredMessage[],
  nameOfModel: (id: string) => string,
): string {
  const system = settings?.systemPrompt ? [`> ${settings.systemPrompt.replaceAll('\n', '\n> ')}`] : [];
  const turns = branch.map(
    ({ role, content, model }) => `## ${role === 'user' ? 'You' : model ? nameOfModel(model) : 'Answer'}\n\n${content}`,
  );
  return `${[`# ${title}`, ...system, ...turns].join('\n\n')}\n`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
