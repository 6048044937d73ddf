import type { PictureStore, StoredPicture, WholePicture } from '../engine/images/picture-store.ts';
import { createMemoryJobStore } from '../engine/studio/job-store.ts';
import { repairTree } from './conversation-tree.ts';
import type {
  ConversationStore,
  StoredConversation,
  StoredMessage,
  WholeConversation,
} from './conversations.ts';
import { lostPicture } from './pictures.ts';
import type { ReadingPiece, ReadingStore, StoredReading } from './readings.ts';
import type { Stores } from './stores.ts';

/**
 * Stores for a browser that keeps nothing: everything works, and all is gone when the tab closes.
 */
export function createMemoryStores(): Stores {
  return {
    conversations: createConversations(),
    pictures: createPictures(),
    jobs: createMemoryJobStore(),
    readings: createReadings(),
    database: null,
    isKept: false,
  };
}

function createConversations(): ConversationStore {
  const conversations = new Map<string, StoredConversation>();
  const messages = new Map<string, StoredMessage>();
  const messagesOf = (id: string) =>
    [...messages.values()].filter(({ conversationId }) => conversationId === id);
  function put({ conversation, messages: added }: WholeConversation): void {
    conversations.set(conversation.id, conversation);
    for (const message of added) messages.set(message.id, message);
  }
  const list = () => [...conversations.values()].sort((a, b) => b.updatedAt - a.updatedAt);
  return {
    list: async () => list(),
    listNewest: async (count) => list().slice(0, count),
    read: async (id) => conversations.get(id),
    readMessages: async (conversationId) => repairTree(messagesOf(conversationId)),
    async search(words) {
      const wanted = words.toLowerCase();
      const found = [...messages.values()].filter(({ content }) =>
        content.toLowerCase().includes(wanted),
      );
      return [...new Set(found.map(({ conversationId }) => conversationId))];
    },
    // Nothing is remembered for a search.
    noteChange: () => undefined,
    save: async (conversation, ...added) => put({ conversation, messages: added }),
    saveAll: async (added) => added.forEach(put),
    async remove(conversationId) {
      const removed = repairTree(messagesOf(conversationId));
      conversations.delete(conversationId);
      for (const { id } of removed) messages.delete(id);
      return removed;
    },
  };
}

function createPictures(): PictureStore {
  const pictures = new Map<string, WholePicture>();
  const list = (): StoredPicture[] =>
    [...pictures.values()]
      .map(({ file: _file, thumbnail: _thumbnail, ...picture }) => picture)
      .sort((a, b) => b.createdAt - a.createdAt);
  return {
    list: async () => list(),
    listNewest: async (count) => list().slice(0, count),
    read: async (ids) => list().filter(({ id }) => ids.includes(id)),
    async readFiles(id) {
      const picture = pictures.get(id);
      if (!picture) throw lostPicture();
      return { file: picture.file, thumbnail: picture.thumbnail };
    },
    async put(...added) {
      for (const picture of added) pictures.set(picture.id, picture);
    },
    async update(picture) {
      const before = pictures.get(picture.id);
      if (!before) return;
      const { file, thumbnail } = before;
      pictures.set(picture.id, { ...picture, file, thumbnail });
    },
    async remove(ids) {
      for (const id of ids) pictures.delete(id);
    },
  };
}

function createReadings(): ReadingStore {
  const readings = new Map<string, StoredReading>();
  const pieces = new Map<string, Map<number, ReadingPiece>>();
  const list = () => [...readings.values()].sort((a, b) => b.createdAt - a.createdAt);
  return {
    list: async () => list(),
    listNewest: async (count) => list().slice(0, count),
    save: async (reading) => void readings.set(reading.id, reading),
    async savePiece(readingId, piece) {
      const own = pieces.get(readingId) ?? new Map<number, ReadingPiece>();
      pieces.set(readingId, own.set(piece.index, piece));
    },
    async readPieces(readingId) {
      return [...(pieces.get(readingId)?.values() ?? [])].sort(
        (a, b) => a.follows - b.follows || a.index - b.index,
      );
    },
    async remove(readingId) {
      readings.delete(readingId);
      pieces.delete(readingId);
    },
  };
}
