import { EngineError } from '../../../engine/errors.ts';
import type { WholeConversation } from '../../../storage/conversations.ts';
import type { StateAccess } from './chat-state.ts';
import type { ConversationKeeper } from './conversation-keeper.ts';
import type { ReadConversations } from './read-conversations.ts';

interface ImporterOptions extends Pick<StateAccess, 'change'> {
  keeper: Pick<ConversationKeeper, 'keepAll'>;
  open(conversationId: string): Promise<void>;
  read: ReadConversations;
}

export interface ConversationImporter {
  /** Adds the conversations of an exported file and opens the newest. */
  importFile(file: Blob): Promise<void>;
  /** Adds no more of them; those that are kept stay. */
  cancel(): void;
}

/** One transaction each: enough to be fast, and few enough to show progress and to answer Cancel. */
const TOGETHER = 100;

export function createConversationImporter({
  keeper,
  change,
  open,
  read,
}: ImporterOptions): ConversationImporter {
  let running: AbortController | undefined;

  async function keepInBatches(
    imported: readonly WholeConversation[],
    signal: AbortSignal,
  ): Promise<void> {
    const total = imported.length;
    for (let done = 0; done < total && !signal.aborted; done += TOGETHER) {
      if (total > TOGETHER) change({ importing: { done, total, stage: 'adding' } });
      await keeper.keepAll(imported.slice(done, done + TOGETHER));
    }
  }
  return {
    async importFile(file) {
      running?.abort();
      const controller = new AbortController();
      running = controller;
      try {
        const { signal } = controller;
        const onProgress = (reading: { done: number; total: number }) => {
          if (!signal.aborted && reading.total > TOGETHER)
            change({ importing: { ...reading, stage: 'reading' } });
        };
        const imported = (await read(file, { signal, onProgress })).sort(
          (a, b) => b.conversation.updatedAt - a.conversation.updatedAt,
        );
        await keepInBatches(imported, controller.signal);
        const [newest] = imported;
        if (newest && !controller.signal.aborted) await open(newest.conversation.id);
      } catch (thrown) {
        if (!controller.signal.aborted) change({ problem: EngineError.from(thrown) });
      } finally {
        if (running === controller) change({ importing: null });
      }
    },
    cancel: () => running?.abort(),
  };
}
