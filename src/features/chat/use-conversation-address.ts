import { useEffect } from 'react';
import type { ConversationAddress } from './ChatScreen.tsx';
import type { ChatStore } from './store/chat-state.ts';

/**
 * The address says which conversation is open. What the store opens by itself gets its address: an
 * imported conversation or a fork as a new step, a new one in place of the empty chat, and the
 * empty chat in place of one that was deleted.
 */
export function useConversationAddress(
  store: ChatStore,
  { conversationId, onNavigate }: Pick<ConversationAddress, 'conversationId' | 'onNavigate'>,
): void {
  useEffect(() => {
    const { open, newChat } = store.getState();
    if (conversationId) void open(conversationId);
    else newChat();
    return store.subscribe(({ openId }, before) => {
      if (openId !== before.openId && openId !== conversationId)
        onNavigate(openId, { replace: openId === null || conversationId === null });
    });
  }, [store, conversationId, onNavigate]);
}
