import type { ChatEngine, ChatEvent, ChatRequest } from '../../../engine/chat/chat-engine.ts';
import type {
  ConversationStore,
  StoredConversation,
  StoredMessage,
} from '../../../storage/conversations.ts';

const usage = { promptTokens: 10, cachedTokens: 0, completionTokens: 2, contextLength: 100 };
export const finish: ChatEvent = {
  type: 'finish',
  reason: 'stop',
  usage,
  firstTokenMs: 5,
  tokensPerSecond: 30,
};
export const loaded: ChatEvent = {
  type: 'load-end',
  model: 'm',
  device: 'wasm',
  dtype: 'q4',
  adapter: null,
  loadMs: 1,
};
export const say = (text: string): ChatEvent => ({ type: 'text-delta', text, tokens: [1] });

/** An engine scripted by a test, request by request. */
export function createScriptedEngine() {
  const requests: ChatRequest[] = [];
  let script: (request: ChatRequest, signal: AbortSignal) => AsyncGenerator<ChatEvent> =
    async function* () {
      yield loaded;
      yield say('hello ');
      yield say('there');
      yield finish;
    };
  const engine: ChatEngine = {
    load: () => Promise.reject(new Error('not used')),
    generate(request, signal) {
      requests.push(request);
      return script(request, signal);
    },
  };
  return { engine, requests, play: (next: typeof script) => (script = next) };
}

/** Conversations that last as long as the test. */
export function createMemoryConversations() {
  const conversations = new Map<string, StoredConversation>();
  const messages = new Map<string, StoredMessage>();
  const store: ConversationStore & { fail: Error | null } = {
    fail: null,
    list: async () => [...conversations.values()],
    listNewest: async (count) => [...conversations.values()].slice(0, count),
    read: async (id) => conversations.get(id),
    readMessages: async (id) =>
      [...messages.values()].filter(({ conversationId }) => conversationId === id),
    search: async (words) =>
      [...messages.values()]
        .filter(({ content }) => content.includes(words))
        .map(({ conversationId }) => conversationId),
    noteChange: () => undefined,
    save: (conversation, ...written) => store.saveAll([{ conversation, messages: written }]),
    async saveAll(saved) {
      if (store.fail) throw store.fail;
      for (const { conversation, messages: written } of saved) {
        conversations.set(conversation.id, conversation);
        for (const message of written) messages.set(message.id, message);
      }
    },
    async remove(id) {
      conversations.delete(id);
      const removed = await store.readMessages(id);
      for (const message of removed) messages.delete(message.id);
      return removed;
    },
  };
  return store;
}
