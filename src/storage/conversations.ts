import type { IDBPDatabase } from 'idb';
import * as z from 'zod/mini';
import { GUIDE_ACTIONS } from '../engine/studio-actions.ts';
import { isPictureDataUrl } from '../engine/images/data-url.ts';
import { repairTree } from './conversation-tree.ts';
import type { TriptychDatabase, TriptychSchema } from './database.ts';

/** Numbers of one answer, kept with it. */
const statsSchema = z.object({
  device: z.string(),
  dtype: z.string(),
  promptTokens: z.number(),
  /** Of the prompt's, those that needed no reading. */
  cachedTokens: z.catch(z.number(), 0),
  completionTokens: z.number(),
  contextLength: z.catch(z.number(), 0),
  firstTokenMs: z.nullable(z.number()),
  tokensPerSecond: z.nullable(z.number()),
});

/**
 * A picture that was asked for in an answer. It lies among the pictures, and is found there by the
 * id of its request.
 */
const drawingSchema = z.object({
  jobId: z.string(),
  prompt: z.string(),
  negativePrompt: z.string(),
});
export type StoredDrawing = z.infer<typeof drawingSchema>;

/**
 * A picture that a question shows, scaled to what models look at: a data URL, so that exported
 * conversations hold it as it is.
 */
export const shownPictureSchema = z.object({
  /** The file's. */
  name: z.string(),
  url: z.string().check(z.refine(isPictureDataUrl)),
});
export type ShownPicture = z.infer<typeof shownPictureSchema>;

/** One that leads to what this version does not have is none. */
const linkSchema = z.object({ label: z.string(), action: z.enum(GUIDE_ACTIONS) });

export const messageSchema = z.object({
  id: z.string(),
  conversationId: z.string(),
  /**
   * The message that this one follows; `null` at the beginning. Messages form a tree: regenerating
   * and editing add branches.
   */
  parentId: z.nullable(z.string()),
  role: z.enum(['user', 'assistant']),
  content: z.string(),
  /** Before the text of a question. */
  pictures: z.optional(z.catch(z.array(shownPictureSchema), [])),
  /** What a reasoning model thought before it answered. */
  reasoning: z.optional(z.string()),
  /** The oldest messages that were left out because they did not fit. */
  droppedMessages: z.optional(z.number()),
  createdAt: z.number(),
  /**
   * `writing`: it was being written; found after a reload, it broke off there. `limited`: the token
   * limit ended it.
   */
  state: z.enum(['complete', 'writing', 'stopped', 'limited', 'failed']),
  /** Id of the model that wrote it. */
  model: z.optional(z.string()),
  stats: z.optional(statsSchema),
  /** Where a text came from that no model wrote. */
  source: z.optional(
    z.object({
      title: z.string(),
      link: z.optional(z.catch(z.optional(linkSchema), undefined)),
      related: z.array(z.string()),
    }),
  ),
  drawings: z.optional(z.catch(z.array(drawingSchema), [])),
  error: z.optional(z.object({ code: z.string(), sentence: z.string(), remedy: z.string() })),
});
export type StoredMessage = z.infer<typeof messageSchema>;

/** How the model is asked in a conversation. Omitted settings are the model's own. */
export const chatSettingsSchema = z.object({
  systemPrompt: z.optional(z.string()),
  temperature: z.optional(z.number()),
  topP: z.optional(z.number()),
  maxTokens: z.optional(z.number()),
  repetitionPenalty: z.optional(z.number()),
  seed: z.optional(z.number()),
  reasoning: z.optional(z.boolean()),
  /** A JSON schema, as text: answers are held to it. */
  jsonSchema: z.optional(z.string()),
});
export type ChatSettings = z.infer<typeof chatSettingsSchema>;

export const conversationSchema = z.object({
  id: z.string(),
  title: z.string(),
  createdAt: z.number(),
  updatedAt: z.number(),
  /** The last message of the branch that is shown. */
  leafId: z.nullable(z.string()),
  /** It stands above the others. */
  isPinned: z.optional(z.catch(z.boolean(), false)),
  settings: z.optional(z.catch(chatSettingsSchema, {})),
});
export type StoredConversation = z.infer<typeof conversationSchema>;

/** Conversations of this browser. */
export interface ConversationStore {
  /** Newest first, without their messages. */
  list(): Promise<StoredConversation[]>;
  /** All branches, oldest first; a tree, whatever is stored (conversation-tree.ts). */
  readMessages(conversationId: string): Promise<StoredMessage[]>;
  /** Ids of the conversations in which a message has the words, whatever their case. */
  search(words: string): Promise<string[]>;
  /** Writes conversation and message together or not at all. Throws `storage_full`. */
  save(conversation: StoredConversation, ...messages: StoredMessage[]): Promise<void>;
  /** Removes the conversation with its messages and returns them, so that it can be put back. */
  remove(conversationId: string): Promise<StoredMessage[]>;
}

export function createConversationStore(database: TriptychDatabase): ConversationStore {
  async function readMessages(conversationId: string): Promise<StoredMessage[]> {
    const rows = await database.use((db) =>
      db.getAllFromIndex('messages', 'conversationId', conversationId),
    );
    return repairTree(rows.flatMap((row) => messageSchema.safeParse(row).data ?? []));
  }
  return {
    async list() {
      const rows = await database.use((db) => db.getAll('conversations'));
      return rows
        .flatMap((row) => conversationSchema.safeParse(row).data ?? [])
        .sort((a, b) => b.updatedAt - a.updatedAt);
    },
    readMessages,
    search: (words) => database.use((db) => searchMessages(db, words)),
    save: (conversation, ...messages) =>
      database.use(async (db) => {
        const transaction = db.transaction(['conversations', 'messages'], 'readwrite');
        await Promise.all([
          transaction.objectStore('conversations').put(conversation),
          ...messages.map((message) => transaction.objectStore('messages').put(message)),
          transaction.done,
        ]);
      }),
    async remove(conversationId) {
      const messages = await readMessages(conversationId);
      await database.use(async (db) => {
        const transaction = db.transaction(['conversations', 'messages'], 'readwrite');
        await Promise.all([
          transaction.objectStore('conversations').delete(conversationId),
          ...messages.map(({ id }) => transaction.objectStore('messages').delete(id)),
          transaction.done,
        ]);
      });
      return messages;
    },
  };
}

async function searchMessages(db: IDBPDatabase<TriptychSchema>, words: string): Promise<string[]> {
  const wanted = words.toLowerCase();
  const found = new Set<string>();
  for (
    let cursor = await db.transaction('messages').store.openCursor();
    cursor;
    cursor = await cursor.continue()
  ) {
    const { data } = messageSchema.safeParse(cursor.value);
    if (data?.content.toLowerCase().includes(wanted)) found.add(data.conversationId);
  }
  return [...found];
}
