import { useStore } from 'zustand';
import { saveFile } from '../../../ui/save-file.ts';
import type { ConversationAddress } from '../ChatScreen.tsx';
import type { ChatStore } from '../store/chat-state.ts';
import {
  writeConversationsFile,
  writeMarkdown,
  type WholeConversation,
} from '../store/conversation-files.ts';
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
  const state = useStore(store);
  async function exportOne(id: string, format: 'markdown' | 'json') {
    const [whole] = await state.readWhole(id);
    if (!whole) return;
    if (format === 'json') saveJson(whole.conversation.title, [whole]);
    else saveMarkdown(whole, nameOfModel);
  }
  return (
    <ConversationList
      conversations={state.conversations}
      openId={address.conversationId}
      removedTitle={state.removed?.conversation.title ?? null}
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
      onImport={(file) => void file.text().then(state.importFile)}
      search={state.search}
    />
  );
}

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
