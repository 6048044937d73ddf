import { EngineError } from '../../errors.ts';
import type { TextChunk } from './chunk-text.ts';
import { explainUnread, type Script } from './scripts.ts';

/** Keeps account of the scripts of a text that its voice cannot read. */
export interface UnreadScripts {
  /** A sentence for the listener where a chunk has a script that none before it had. */
  note(chunk: TextChunk): string | undefined;
  /** Why nothing of the text was said: `language_not_supported`, `nothing_to_say`. */
  explainSilence(): EngineError;
}

export function createUnreadScripts(): UnreadScripts {
  const known = new Set<Script>();
  return {
    note({ tokens }) {
      const before = known.size;
      for (const { unread } of tokens) if (unread) known.add(unread);
      return known.size > before ? explainUnread([...known]) : undefined;
    },
    explainSilence() {
      if (known.size === 0) return new EngineError('nothing_to_say', 'The text has no words.');
      return new EngineError('language_not_supported', explainUnread([...known]), {
        details: { unread: [...known].join(' ') },
      });
    },
  };
}
