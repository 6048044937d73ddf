import type { TextStorage } from './settings.ts';

/** Unsent text, by conversation. */
export interface DraftStorage {
  read(conversationId: string | null): string;
  write(conversationId: string | null, text: string): void;
}

export function createDraftStorage(storage: TextStorage | undefined): DraftStorage {
  const keyOf = (conversationId: string | null) => `triptych.draft.${conversationId ?? 'new'}`;
  return {
    read: (conversationId) => storage?.getItem(keyOf(conversationId)) ?? '',
    write(conversationId, text) {
      try {
        if (text) storage?.setItem(keyOf(conversationId), text);
        else storage?.removeItem(keyOf(conversationId));
      } catch {
        // Full or denied: the draft stays on the screen, which is all that can be done.
      }
    },
  };
}
