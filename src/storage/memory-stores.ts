import type { PictureStore, WholePicture } from '../engine/images/picture-store.ts';
import { createMemoryJobStore } from '../engine/studio/job-store.ts';
import { repairTree } from './conversation-tree.ts';
import type { ConversationStore, StoredConversation, StoredMessage } from './conversations.ts';
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
  return {
    list: async () => [...conversations.values()].sort((a, b) => b.updatedAt - a.updatedAt),
    readMessages: async (conversationId) => repairTree(messagesOf(conversationId)),
    async search(words) {
      const wanted = words.toLowerCase();
      const found = [...messages.values()].filter(({ content }) =>
        content.toLowerCase().includes(wanted),
      );
      return [...new Set(found.map(({ conversationId }) => conversationId))];
    },
    async save(conversation, ...added) {
      conversations.set(conversation.id, conversation);
      for (const message of added) messages.set(message.id, message);
    },
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
  return {
    async list() {
      const listed = [...pictures.values()].map(
        ({ file: _file, thumbnail: _thumbnail, ...picture }) => picture,
      );
      return listed.sort((a, b) => b.createdAt - a.createdAt);
    },
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
  return {
    list: async () => [...readings.values()].sort((a, b) => b.createdAt - a.createdAt),
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
