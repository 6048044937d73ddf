import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { WholeConversation } from '../../../storage/conversations.ts';
import { writeConversationsFile } from '../../../storage/conversations-file.ts';
import { saveFile } from '../../../ui/save-file.ts';
import type { ConversationAddress } from '../ChatScreen.tsx';
import type { ChatStore } from '../store/chat-state.ts';
import { writeMarkdown } from '../store/conversation-markdown.ts';
import { ConversationList } from './ConversationList.tsx';
import { listBranch } from '../store/message-tree.ts';
import { toRecord } from '../store/new-message.ts';

interface ConversationsProps {
  store: ChatStore;
  address: ConversationAddress;
  nameOfModel(id: string): string;
  /** Called when a conversation was chosen. */
  onDone(): void;
}

/** The list with what it does. */
export function Conversations({ store, address, nameOfModel, onDone }: ConversationsProps) {
  // Not the whole state: it changes with every word of an answer.
  const conversations = useStore(store, (state) => state.conversations);
  const removed = useStore(store, (state) => state.removed);
  const importing = useStore(store, (state) => state.importing);
  const state = store.getState();
  useEffect(() => whenIdle(store.getState().prepareSearch), [store]);
  async function exportOne(id: string, format: 'markdown' | 'json') {
    const [whole] = await state.readWhole(id);
    if (!whole) return;
    if (format === 'json') saveJson(whole.conversation.title, [whole]);
    else saveMarkdown(whole, nameOfModel);
  }
  return (
    <ConversationList
      conversations={conversations}
      importing={importing}
      onCancelImport={state.cancelImport}
      openId={address.conversationId}
      removedTitle={removed?.conversation.title ?? null}
      hrefOf={address.hrefOf}
      onNew={() => {
        address.onNavigate(null);
        onDone();
      }}
      onOpen={onDone}
      onRename={(id, title) => void state.rename(id, title)}
      onTogglePin={(id) => void state.togglePin(id)}
      onRemove={(id) => void state.remove(id)}
      onUndoRemove={() => void state.undoRemove()}
      onExport={(id, format) => void exportOne(id, format)}
      onExportAll={() =>
        void state.readWhole().then((all) => saveJson('Triptych conversations', all))
      }
      onImport={(file) => void state.importFile(file)}
      search={state.search}
    />
  );
}

/** Once the page has nothing else to do; returns what calls it off. */
function whenIdle(work: () => void): () => void {
  const timer = setTimeout(work, IDLE_AFTER_MS);
  return () => clearTimeout(timer);
}

/** Long enough for the screen to be drawn, and for those who only look in. */
const IDLE_AFTER_MS = 1000;

function saveJson(title: string, conversations: readonly WholeConversation[]): void {
  saveFile(title, 'json', writeConversationsFile(conversations), 'application/json');
}

function saveMarkdown(
  { conversation, messages }: WholeConversation,
  nameOfModel: (id: string) => string,
): void {
  const branch = listBranch(toRecord(messages), conversation.leafId);
  saveFile(
    conversation.title,
    'md',
    writeMarkdown(conversation, branch, nameOfModel),
    'text/markdown',
  );
}
