import type { IDBPObjectStore } from 'idb';
import * as z from 'zod/mini';
import { once } from '../engine/once.ts';
import { GUIDE_ACTIONS } from '../engine/studio-actions.ts';
import { chooseLeaf, repairTree } from './conversation-tree.ts';
import type { ConversationTexts } from './conversation-texts.ts';
import { createRowParser, type Damage, passOver, type ReportDamage } from './damage/damage.ts';
import type { TriptychDatabase, TriptychSchema } from './database.ts';
import { readNewest, readRows, readSome } from './read-rows.ts';

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
  url: z.string().check(z.startsWith('data:image/')),
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

/** A conversation with all its branches. */
export interface WholeConversation {
  conversation: StoredConversation;
  messages: readonly StoredMessage[];
}

/** Conversations of this browser. */
export interface ConversationStore {
  /** Newest first, without their messages. */
  list(): Promise<StoredConversation[]>;
  /** The first so many of `list`, without reading the others. */
  listNewest(count: number): Promise<StoredConversation[]>;
  /** One of them, if it is here. */
  read(conversationId: string): Promise<StoredConversation | undefined>;
  /** All branches, oldest first; a tree, whatever is stored (conversation-tree.ts). */
  readMessages(conversationId: string): Promise<StoredMessage[]>;
  /**
   * Ids of the conversations in which a message has the words, whatever their case. The first search
   * reads the texts of all conversations, later ones what has changed since.
   */
  search(words: string): Promise<string[]>;
  /** Another tab has changed a conversation: what search knows of it is out of date. */
  noteChange(conversationId: string): void;
  /** Writes conversation and message together or not at all. Throws `storage_full`. */
  save(conversation: StoredConversation, ...messages: StoredMessage[]): Promise<void>;
  /** Writes conversations with their messages together or not at all. Throws `storage_full`. */
  saveAll(conversations: readonly WholeConversation[]): Promise<void>;
  /** Removes the conversation with its messages and returns them, so that it can be put back. */
  remove(conversationId: string): Promise<StoredMessage[]>;
}

const WRITTEN_STORES = ['conversations', 'messages', 'conversationTexts'] as const;

type TextStore = Pick<
  IDBPObjectStore<TriptychSchema, [...typeof WRITTEN_STORES], 'conversationTexts', 'readwrite'>,
  'index' | 'delete'
>;

/** What search knows of a conversation goes with the messages that it was made of. */
async function forgetTexts(stored: TextStore, conversationId: string): Promise<void> {
  const packs = await stored.index('conversationId').getAllKeys(conversationId);
  await Promise.all(packs.map((id) => stored.delete(id)));
}

export function createConversationStore(
  database: TriptychDatabase,
  report: ReportDamage = passOver,
): ConversationStore {
  const parse = createRowParser('conversation', conversationSchema, report);
  const parseMessages = createRowParser('message', messageSchema, report);
  /** What search needs, from the first one on. */
  let texts: ConversationTexts | undefined;
  const openTexts = once(async () => {
    const { createConversationTexts } = await import('./conversation-texts.ts');
    return (texts = createConversationTexts(database));
  });
  const noteChange = (conversationId: string) => texts?.noteChange(conversationId);
  async function readMessages(conversationId: string): Promise<StoredMessage[]> {
    const [row, rows] = await database.use((db) => {
      const transaction = db.transaction(['conversations', 'messages']);
      const messages = transaction.objectStore('messages').index('conversationId');
      return Promise.all([
        transaction.objectStore('conversations').get(conversationId),
        messages.getAll(conversationId),
      ]);
    });
    const stored = parseMessages(rows);
    const messages = repairTree(stored);
    const damages = [...findMoved(stored, messages), ...findLostLeaf(row, messages)];
    if (damages.length > 0) report(damages);
    return messages;
  }
  async function saveAll(conversations: readonly WholeConversation[]): Promise<void> {
    await database.use(async (db) => {
      const transaction = db.transaction(WRITTEN_STORES, 'readwrite');
      const [listed, written, searched] = [
        transaction.objectStore('conversations'),
        transaction.objectStore('messages'),
        transaction.objectStore('conversationTexts'),
      ];
      const puts: Promise<unknown>[] = [];
      try {
        for (const { conversation, messages } of conversations) {
          puts.push(listed.put(conversation));
          for (const message of messages) puts.push(written.put(message));
          if (messages.length > 0) puts.push(forgetTexts(searched, conversation.id));
        }
      } catch (thrown) {
        // What cannot be stored is refused at once, which alone does not undo what was put before.
        transaction.abort();
        await Promise.allSettled([...puts, transaction.done]);
        throw thrown;
      }
      await Promise.all([...puts, transaction.done]);
    });
    for (const { conversation, messages } of conversations)
      if (messages.length > 0) noteChange(conversation.id);
  }
  return {
    async list() {
      const conversations = await readRows(database, 'conversations', parse);
      return conversations.sort((a, b) => b.updatedAt - a.updatedAt);
    },
    listNewest: (count) => readNewest(database, 'conversations', count, parse),
    read: async (id) => (await readSome(database, 'conversations', [id], parse))[0],
    readMessages,
    search: async (words) => (await openTexts()).search(words),
    noteChange,
    save: (conversation, ...messages) => saveAll([{ conversation, messages }]),
    saveAll,
    async remove(conversationId) {
      const messages = await readMessages(conversationId);
      await database.use(async (db) => {
        const transaction = db.transaction(WRITTEN_STORES, 'readwrite');
        await Promise.all([
          transaction.objectStore('conversations').delete(conversationId),
          forgetTexts(transaction.objectStore('conversationTexts'), conversationId),
          ...messages.map(({ id }) => transaction.objectStore('messages').delete(id)),
          transaction.done,
        ]);
      });
      noteChange(conversationId);
      return messages;
    },
  };
}

/** Those that lost what they follow. */
function findMoved(stored: readonly StoredMessage[], repaired: readonly StoredMessage[]): Damage[] {
  const known = new Map(stored.map((message) => [message.id, message]));
  return repaired.flatMap(({ id, parentId }): Damage[] => {
    const before = known.get(id);
    return before && before.parentId !== parentId
      ? [{ kind: 'message', key: id, outcome: 'repaired', stored: before }]
      : [];
  });
}

/** A conversation whose branch ends in a message that is not there. */
function findLostLeaf(row: unknown, messages: readonly StoredMessage[]): Damage[] {
  const stored = conversationSchema.safeParse(row).data;
  return stored && stored.leafId !== null && chooseLeaf(stored.leafId, messages) !== stored.leafId
    ? [{ kind: 'conversation', key: stored.id, outcome: 'repaired', stored }]
    : [];
}
