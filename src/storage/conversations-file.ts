import * as z from 'zod/mini';
import { EngineError } from '../engine/errors.ts';
import type { FileBudget } from '../engine/files/file-budget.ts';
import type { FileEvent } from '../engine/files/file-event.ts';
import { chooseLeaf, repairTree } from './conversation-tree.ts';
import {
  conversationSchema,
  messageSchema,
  type StoredMessage,
  type WholeConversation,
} from './conversations.ts';
import { cutTitle } from '../engine/cut-title.ts';
import { parseJson } from '../engine/parse-json.ts';

const FORMAT = 'triptych-conversations';
const fileSchema = z.object({
  format: z.literal(FORMAT),
  version: z.literal(1),
  conversations: z.array(z.unknown()),
});
const entrySchema = z.object({
  conversation: z.unknown(),
  messages: z.catch(z.array(z.unknown()), []),
});

const optional = <T extends z.ZodMiniType>(schema: T) => z.catch(z.optional(schema), undefined);

/** As they are stored, but whatever a message can do without may be missing or damaged. */
const lenientMessageSchema = z.extend(messageSchema, {
  conversationId: z.catch(z.string(), ''),
  parentId: z.catch(z.nullable(z.string()), null),
  createdAt: z.catch(z.number(), 0),
  state: z.catch(messageSchema.shape.state, 'complete'),
  reasoning: optional(z.string()),
  droppedMessages: optional(z.number()),
  model: optional(z.string()),
  stats: z.catch(messageSchema.shape.stats, undefined),
  source: z.catch(messageSchema.shape.source, undefined),
  pictures: z.catch(messageSchema.shape.pictures, undefined),
  drawings: z.catch(messageSchema.shape.drawings, undefined),
  error: z.catch(messageSchema.shape.error, undefined),
});
const lenientConversationSchema = z.extend(conversationSchema, {
  id: z.catch(z.string(), ''),
  title: z.catch(z.string(), ''),
  createdAt: z.catch(z.number(), 0),
  updatedAt: z.catch(z.number(), 0),
  leafId: z.catch(z.nullable(z.string()), null),
});

/** They may hold the work of years. */
export const CONVERSATIONS_BUDGET: FileBudget = { timeLimitMs: 120_000, mostBytes: 100e6 };
const BETWEEN_PROGRESS = 100;

/** Everything, to be read back in. */
export function writeConversationsFile(conversations: readonly WholeConversation[]): string {
  return JSON.stringify({ format: FORMAT, version: 1, conversations }, null, 2);
}

/**
 * Conversations from such a file, under new ids, so that what is here already is not overwritten.
 * What is damaged in it is repaired, and what cannot be read left out. Throws `invalid_request` for
 * a file that holds no conversation.
 */
export function* readConversationsFile(text: string): Generator<FileEvent<WholeConversation[]>> {
  const parsed = fileSchema.safeParse(parseJson(text));
  const entries = parsed.data?.conversations ?? [];
  const result: WholeConversation[] = [];
  for (const [done, entry] of entries.entries()) {
    if (done % BETWEEN_PROGRESS === 0) yield { type: 'file-progress', done, total: entries.length };
    const whole = readEntry(entry);
    if (whole) result.push(renew(whole));
  }
  if (parsed.success && (result.length > 0 || entries.length === 0))
    return yield { type: 'file-end', result };
  throw new EngineError(
    'invalid_request',
    'This file has no Triptych conversations. Choose a JSON file exported from Triptych.',
  );
}

function readEntry(entry: unknown): WholeConversation | undefined {
  const { data } = entrySchema.safeParse(entry);
  const conversation = lenientConversationSchema.safeParse(data?.conversation).data;
  if (!data || !conversation) return undefined;
  const messages = data.messages.flatMap(
    (message) => lenientMessageSchema.safeParse(message).data ?? [],
  );
  const title =
    conversation.title ||
    cutTitle(messages.find(({ role }) => role === 'user')?.content ?? 'Untitled');
  return { conversation: { ...conversation, title }, messages: repairTree(separate(messages)) };
}

/**
 * Two messages with one id are two, unless they say the same; what follows the id follows the first
 * of them.
 */
function separate(messages: readonly StoredMessage[]): StoredMessage[] {
  const known = new Map<string, StoredMessage>();
  return messages.flatMap((message) => {
    const first = known.get(message.id);
    if (!first) {
      known.set(message.id, message);
      return [message];
    }
    const isSame = first.role === message.role && first.content === message.content;
    return isSame ? [] : [{ ...message, id: crypto.randomUUID() }];
  });
}

function renew({ conversation, messages }: WholeConversation): WholeConversation {
  const newIds = new Map(messages.map(({ id }) => [id, crypto.randomUUID()]));
  const renewId = (id: string | null) => (id === null ? null : (newIds.get(id) ?? null));
  const conversationId = crypto.randomUUID();
  return {
    conversation: {
      ...conversation,
      id: conversationId,
      leafId: renewId(chooseLeaf(conversation.leafId, messages)),
    },
    messages: messages.map((message) => ({
      ...message,
      id: newIds.get(message.id) ?? message.id,
      conversationId,
      parentId: renewId(message.parentId),
    })),
  };
}
