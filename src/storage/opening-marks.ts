import type { TextStorage } from './settings.ts';

/**
 * Conversations that are being opened: one whose mark is found later has broken the page, or frozen
 * it until it was closed.
 */
export interface OpeningMarks {
  /** Marks it, and says whether it broke the page the last time. */
  begin(conversationId: string): boolean;
  /** It is on the screen and the page is awake; a break that was noted stays noted. */
  end(conversationId: string): void;
  /** It broke the page. */
  noteBreak(conversationId: string): void;
  /** Someone wants to try it again. */
  forget(conversationId: string): void;
}

const BROKE = 'broke';
/** Another tab may be opening it at this moment. */
const OPENING_MS = 2_000;

export function createOpeningMarks(
  storage: TextStorage | undefined,
  now: () => number = Date.now,
): OpeningMarks {
  const keyOf = (conversationId: string) => `triptych.opening.${conversationId}`;
  const read = (conversationId: string) => storage?.getItem(keyOf(conversationId)) ?? null;
  function write(conversationId: string, mark: string): void {
    try {
      storage?.setItem(keyOf(conversationId), mark);
    } catch {
      // Full or denied: then it is opened as it always was.
    }
  }
  return {
    begin(conversationId) {
      const mark = read(conversationId);
      if (mark !== null && (mark === BROKE || now() - Number(mark) > OPENING_MS)) return true;
      write(conversationId, String(now()));
      return false;
    },
    end(conversationId) {
      if (read(conversationId) !== BROKE) storage?.removeItem(keyOf(conversationId));
    },
    noteBreak: (conversationId) => write(conversationId, BROKE),
    forget: (conversationId) => storage?.removeItem(keyOf(conversationId)),
  };
}
