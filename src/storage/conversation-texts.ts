import * as z from 'zod/mini';
import { EngineError } from '../engine/errors.ts';
import type { TextPack, TriptychDatabase } from './database.ts';
import { readRows } from './read-rows.ts';

/** The words of all conversations, in memory from the first search on. */
export interface ConversationTexts {
  /** Ids of the conversations in which a message has the words, whatever their case. */
  search(words: string): Promise<string[]>;
  /** What is known of this one is read again before the next search. */
  noteChange(conversationId: string): void;
}

/**
 * Ten thousand conversations are some 20 MB of text: a search of them in memory takes a few
 * milliseconds and finds parts of words, in every script. The texts are stored once more, in packs,
 * so that a visit need not read all messages to begin with. Whoever writes messages deletes the
 * packs that hold the conversation with the same transaction, and conversations that are in none
 * are packed again here.
 */
export function createConversationTexts(database: TriptychDatabase): ConversationTexts {
  const changed = new Set<string>();
  let texts: Promise<Map<string, string>> | undefined;

  async function readAll(): Promise<Map<string, string>> {
    changed.clear();
    const packs = await readRows(database, 'conversationTexts', parsePacks, PACKS_AT_ONCE);
    const known = new Map(packs.flatMap(listTexts));
    const ids = await database.use((db) => db.getAllKeys('conversations'));
    for (const ranges of findMissing(ids, known))
      for (const [id, text] of listTexts(await pack(database, ranges))) known.set(id, text);
    const small = packs.filter(({ texts }) => texts.length < SMALL_PACK);
    if (small.length > MAX_SMALL_PACKS) await mergePacks(database, small);
    return known;
  }
  /** Left out where it fails, so that the next search tries again. */
  function open(): Promise<Map<string, string>> {
    return (texts ??= readAll().catch((thrown: unknown) => {
      texts = undefined;
      throw thrown;
    }));
  }
  async function readChanged(known: Map<string, string>): Promise<void> {
    const stale = [...changed];
    if (stale.length === 0) return;
    changed.clear();
    try {
      const made = await pack(
        database,
        stale.map((id) => [id, id]),
      );
      for (const id of stale) known.delete(id);
      for (const [id, text] of listTexts(made)) known.set(id, text);
    } catch (thrown) {
      // The next search tries again.
      for (const id of stale) changed.add(id);
      throw thrown;
    }
  }
  return {
    async search(words) {
      const known = await open();
      await readChanged(known);
      const wanted = words.toLowerCase();
      return [...known].filter(([, text]) => text.includes(wanted)).map(([id]) => id);
    },
    noteChange: (conversationId) => void changed.add(conversationId),
  };
}

/** So many conversations: whoever writes a message meanwhile does not wait long. */
const PACK_SIZE = 100;
const PACKS_AT_ONCE = 8;
const SMALL_PACK = PACK_SIZE / 2;
const MAX_SMALL_PACKS = 50;

const packSchema = z.object({
  id: z.string(),
  conversationIds: z.array(z.string()),
  texts: z.array(z.string()),
});

const parsePacks = (rows: readonly unknown[]): TextPack[] =>
  rows.flatMap((row) => packSchema.safeParse(row).data ?? []);

const listTexts = ({ conversationIds, texts }: TextPack): [id: string, text: string][] =>
  conversationIds.map((id, index) => [id, texts[index] ?? '']);

/** The first id and the last one, as the database orders them. */
type IdRange = [first: string, last: string];

/**
 * Ranges in which no conversation is known, as many together as fit into a pack. `ids`: of all, in
 * the order of the database.
 */
function* findMissing(
  ids: readonly string[],
  known: ReadonlyMap<string, string>,
): Generator<IdRange[]> {
  let [ranges, count]: [IdRange[], number] = [[], 0];
  let range: IdRange | undefined;
  for (const id of ids) {
    if (known.has(id)) {
      range = undefined;
      continue;
    }
    if (range) range[1] = id;
    else ranges.push((range = [id, id]));
    if (++count < PACK_SIZE) continue;
    yield ranges;
    [ranges, count, range] = [[], 0, undefined];
  }
  if (count > 0) yield ranges;
}

/**
 * Makes a pack of the conversations in some ranges and stores it. Nobody writes a message between
 * the reading and the storing. A full disk costs no more than the time of the next visit.
 */
async function pack(database: TriptychDatabase, ranges: readonly IdRange[]): Promise<TextPack> {
  let made = createPack([]);
  try {
    await database.use(async (db) => {
      const names = ['conversations', 'messages', 'conversationTexts'] as const;
      const transaction = db.transaction(names, 'readwrite');
      const conversations = transaction.objectStore('conversations');
      const messages = transaction.objectStore('messages').index('conversationId');
      const read = async ([first, last]: IdRange) => {
        const range = IDBKeyRange.bound(first, last);
        return joinTexts(
          ...(await Promise.all([conversations.getAllKeys(range), messages.getAll(range)])),
        );
      };
      made = createPack((await Promise.all(ranges.map(read))).flat());
      if (made.texts.length > 0) await transaction.objectStore('conversationTexts').put(made);
      await transaction.done;
    });
  } catch (thrown) {
    if (EngineError.from(thrown).code !== 'storage_full') throw thrown;
  }
  return made;
}

function createPack(texts: readonly (readonly [id: string, text: string])[]): TextPack {
  return {
    id: crypto.randomUUID(),
    conversationIds: texts.map(([id]) => id),
    texts: texts.map(([, text]) => text),
  };
}

/** Conversations come one by one, and each is in a pack of its own at first. */
async function mergePacks(
  database: TriptychDatabase,
  packs: readonly Pick<TextPack, 'id'>[],
): Promise<void> {
  await database.use(async (db) => {
    const { store, done } = db.transaction('conversationTexts', 'readwrite');
    // Those that nobody has deleted since.
    const rows = await Promise.all(packs.map(({ id }) => store.get(id)));
    const texts = parsePacks(rows).flatMap(listTexts);
    const merged = Array.from({ length: Math.ceil(texts.length / PACK_SIZE) }, (_, index) =>
      createPack(texts.slice(index * PACK_SIZE, (index + 1) * PACK_SIZE)),
    );
    await Promise.all([
      ...packs.map(({ id }) => store.delete(id)),
      ...merged.map((each) => store.put(each)),
      done,
    ]);
  });
}

/** What search needs of a message: reading all of it would take several times as long. */
const messageSchema = z.object({ conversationId: z.string(), content: z.string() });

/** No words reach from one message into the next. */
const BETWEEN_MESSAGES = '\u0000';

function joinTexts(
  ids: readonly string[],
  messages: readonly unknown[],
): (readonly [id: string, text: string])[] {
  const parts = new Map<string, string[]>(ids.map((id) => [id, []]));
  for (const message of messages) {
    const { data } = messageSchema.safeParse(message);
    if (data) parts.get(data.conversationId)?.push(data.content.toLowerCase());
  }
  return [...parts].map(([id, texts]) => [id, texts.join(BETWEEN_MESSAGES)]);
}
