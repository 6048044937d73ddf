import { useState } from 'react';
import { useStore } from 'zustand';
import type { CompanionState } from '../../engine-client/companion/companion-state.ts';
import { nameModel } from '../../engine-client/companion/name-model.ts';
import { findModel, listModels } from '../../engine-client/models/list-models.ts';
import type { ModelsClient } from '../../engine-client/models/models-client.ts';
import type { Observable } from '../../engine-client/observable.ts';
import type { PictureCodec } from '../../engine-client/picture-codec.ts';
import type { DeviceInfo } from '../../engine/device.ts';
import type { DraftStorage } from '../../storage/drafts.ts';
import type { OpeningMarks } from '../../storage/opening-marks.ts';
import type { Preset } from '../../storage/presets.ts';
import { CancelIcon } from '../../ui/action-icons.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { useKeyboardRoom } from '../../ui/use-keyboard-room.ts';
import { useMedia } from '../../ui/use-media.ts';
import { ChatHeader } from './ChatHeader.tsx';
import { ChatSettingsPanel } from './composer/ChatSettingsPanel.tsx';
import type { ChatStore } from './store/chat-state.ts';
import { Conversations } from './shelf/Conversations.tsx';
import { ConversationView } from './ConversationView.tsx';
import type { AnswerOutlets, ModelName } from './store/message-actions.ts';
import { listBranch } from './store/message-tree.ts';
import { useConversationAddress } from './use-conversation-address.ts';

/** Which conversation the address names, and how to go to another. */
export interface ConversationAddress {
  /** `null` for a new chat. */
  conversationId: string | null;
  hrefOf(conversationId: string | null): string;
  /** `replace`: replaces the current address, so Back does not return to it. */
  onNavigate(conversationId: string | null, options?: { replace: boolean }): void;
}

/** The model that answers. */
export interface ChatModel {
  id: string;
  /** Chooses it, at the left of the header. */
  picker: React.ReactNode;
  /** Whether it looks at pictures, as far as is known. */
  takesPictures: boolean;
  /** The same, once the models on this device have been read. */
  checkPictures(): Promise<boolean>;
  /** What the first question brings, where that is to be said; else empty. */
  cost: string;
  /** Gets it ready before the first question. */
  onWarmUp(): void;
}

/** Settings of the chat, of conversations and of all. */
export interface ChatPanel {
  isOpen: boolean;
  onToggle(isOpen: boolean): void;
  presets: readonly Preset[];
  onChangePresets(presets: readonly Preset[]): void;
  /** Answers are read aloud as they are written. */
  readsAnswers: boolean;
  onReadAnswers(readsAnswers: boolean): void;
}

export interface ChatScreenProps {
  store: ChatStore;
  models: ModelsClient;
  device: Observable<DeviceInfo | null>;
  companion: Observable<CompanionState>;
  drafts: DraftStorage;
  codec: PictureCodec;
  openings: OpeningMarks;
  address: ConversationAddress;
  model: ChatModel;
  panel: ChatPanel;
  outlets: AnswerOutlets;
  /** The device chip, at the right of the header. */
  headerEnd: React.ReactNode;
}

/** The conversations, the open one and its settings; where there is room, beside each other. */
export function ChatScreen(props: ChatScreenProps) {
  const { store, models, companion, address, panel } = props;
  const { messages, ...state } = useStore(store);
  const modelsState = useStore(models.state);
  const remote = useStore(companion);
  const [isListOpen, setListOpen] = useState(false);
  const isWide = useMedia(WIDE);
  const room = useKeyboardRoom<HTMLDivElement>();
  useConversationAddress(store, address);

  const { conversationId } = address;
  const conversation = state.conversations?.find(({ id }) => id === conversationId);
  const nameOfModel = (id: string) => nameModel(modelsState, 'chat', id);
  const list = (
    <Conversations
      store={store}
      address={address}
      nameOfModel={nameOfModel}
      onDone={() => setListOpen(false)}
    />
  );
  const settings = <Settings {...props} />;
  return (
    <div ref={room} className="flex h-full min-w-0">
      <div className="hidden w-64 shrink-0 border-r lg:block 2xl:w-80">{list}</div>
      <Dialog
        isOpen={isListOpen}
        onOpenChange={setListOpen}
        title="Conversations"
        isTitleHidden
        place="left"
      >
        {list}
      </Dialog>
      <section aria-label="Chat" className="flex min-w-0 flex-1 flex-col">
        <ChatHeader {...props} onOpenList={() => setListOpen(true)} />
        <ConversationView
          {...props}
          title={conversation?.title ?? ''}
          branch={listBranch(messages, conversation?.leafId ?? null)}
          modelsHere={[...listModels(modelsState, 'chat').here, ...listRemote(remote)]}
          nameOfModel={nameOfModel}
        />
      </section>
      {panel.isOpen && isWide && (
        <aside aria-label="Chat settings" className="flex w-72 shrink-0 flex-col border-l 2xl:w-80">
          <div className="flex h-14 shrink-0 items-center border-b pr-2 pl-4">
            <h2 className="flex-1 font-display text-lg">Chat settings</h2>
            <IconButton
              label="Close the settings"
              side="bottom"
              onClick={() => panel.onToggle(false)}
            >
              <CancelIcon />
            </IconButton>
          </div>
          {settings}
        </aside>
      )}
      <Dialog
        isOpen={panel.isOpen && !isWide}
        onOpenChange={panel.onToggle}
        title="Chat settings"
        place="right"
      >
        {settings}
      </Dialog>
    </div>
  );
}

/** Chat models of a companion that answers. */
function listRemote({ status, models }: CompanionState): ModelName[] {
  if (status !== 'ready') return [];
  return models
    .filter(({ task }) => task === 'chat')
    .map(({ id, title }) => ({ id, title, isRemote: true }));
}

/** Whether there is room for the settings beside the conversation. */
const WIDE = '(min-width: 80rem)';

function Settings({ store, models, address, model, panel }: ChatScreenProps) {
  const { conversations, newSettings, changeSettings } = useStore(store);
  const manifest = findModel(useStore(models.state), 'chat', model.id);
  const { conversationId } = address;
  const conversation = conversations?.find(({ id }) => id === conversationId);
  const { presets, onChangePresets } = panel;
  return (
    <ChatSettingsPanel
      settings={conversation?.settings ?? (conversationId ? {} : newSettings)}
      manifest={manifest}
      presets={presets}
      readsAnswers={panel.readsAnswers}
      onReadAnswers={panel.onReadAnswers}
      onChange={(settings) => void changeSettings(settings)}
      onSavePreset={(name, settings) =>
        onChangePresets([...presets, { id: crypto.randomUUID(), name, settings }])
      }
      onRemovePreset={(id) => onChangePresets(presets.filter((preset) => preset.id !== id))}
    />
  );
}
