import * as z from 'zod/mini';
import type { TriptychDatabase } from './database.ts';
import { readRows } from './read-rows.ts';

/** What search needs of a message: reading all of it would take several times as long. */
const textSchema = z.object({ conversationId: z.string(), content: z.string() });
type MessageText = z.infer<typeof textSchema>;

/** The words of all conversations, in memory from the first search on. */
export interface ConversationTexts {
  /** Ids of the conversations in which a message has the words, whatever their case. */
  search(words: string): Promise<string[]>;
  /** What is known of this one is read again before the next search. */
  noteChange(conversationId: string): void;
}

/**
 * Ten thousand conversations are some 20 MB of text, read once in small parts; a search of them then
 * takes a few milliseconds and finds parts of words, in every script.
 */
export function createConversationTexts(database: TriptychDatabase): ConversationTexts {
  const changed = new Set<string>();
  let texts: Promise<Map<string, string>> | undefined;

  async function readAll(): Promise<Map<string, string>> {
    changed.clear();
    return joinTexts(await readRows(database, 'messages', parse));
  }
  /** Left out where it fails, so that the next search tries again. */
  function open(): Promise<Map<string, string>> {
    return (texts ??= readAll().catch((thrown: unknown) => {
      texts = undefined;
      throw thrown;
    }));
  }
  async function readAgain(known: Map<string, string>, conversationId: string): Promise<void> {
    const rows = await database.use((db) =>
      db.getAllFromIndex('messages', 'conversationId', conversationId),
    );
    const text = joinTexts(parse(rows)).get(conversationId);
    if (text === undefined) known.delete(conversationId);
    else known.set(conversationId, text);
  }
  return {
    async search(words) {
      const known = await open();
      const stale = [...changed];
      changed.clear();
      await Promise.all(stale.map((id) => readAgain(known, id)));
      const wanted = words.toLowerCase();
      return [...known].filter(([, text]) => text.includes(wanted)).map(([id]) => id);
    },
    noteChange: (conversationId) => void changed.add(conversationId),
  };
}

const parse = (rows: readonly unknown[]): MessageText[] =>
  rows.flatMap((row) => textSchema.safeParse(row).data ?? []);

/** No words reach from one message into the next. */
const BETWEEN_MESSAGES = '\u0000';

function joinTexts(messages: readonly MessageText[]): Map<string, string> {
  const parts = new Map<string, string[]>();
  for (const { conversationId, content } of messages) {
    const known = parts.get(conversationId) ?? [];
    parts.set(conversationId, known);
    known.push(content.toLowerCase());
  }
  return new Map([...parts].map(([id, texts]) => [id, texts.join(BETWEEN_MESSAGES)]));
}
