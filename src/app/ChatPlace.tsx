import { useState } from 'react';
import { useStore } from 'zustand';
import type { AnswerLink } from '../features/chat/answer-link.ts';
import { ChatScreen } from '../features/chat/ChatScreen.tsx';
import type { Preset } from '../storage/presets.ts';
import { navigate } from './address.ts';
import { ModelPicker } from './ModelPicker.tsx';
import type { Studio } from './studio.ts';
import { useFirstFetch } from './use-first-fetch.ts';
import { warmUpChat } from './warm-up.ts';

interface ChatPlaceProps {
  studio: Studio;
  /** From the address; `null` for a new chat. */
  conversationId: string | null;
  onAction(action: string): void;
  resolveLink(link: { label: string; action: string }): AnswerLink;
  headerEnd: React.ReactNode;
}

/** The chat with the studio behind it. */
export default function ChatPlace({ studio, conversationId, onAction, resolveLink, headerEnd }: ChatPlaceProps) {
  const { chatModel, isChatPanelOpen, readsAnswers, change } = useStore(studio.settings);
  const [presets, setPresets] = useState<readonly Preset[]>(studio.presets.read);
  return (
    <ChatScreen
      store={studio.chatStore}
      models={studio.models}
      device={studio.device}
      drafts={studio.drafts}
      conversationId={conversationId}
      modelId={chatModel}
      presets={presets}
      isPanelOpen={isChatPanelOpen}
      onChangePresets={(next) => {
        studio.presets.write(next);
        setPresets(next);
      }}
      onTogglePanel={(isOpen) => change({ isChatPanelOpen: isOpen })}
      hrefOf={(id) => (id ? `#/chat/${id}` : '#/chat')}
      onNavigate={openConversation}
      cost={useFirstFetch(studio, 'chat', chatModel)}
      onWarmUp={() => void warmUpChat(studio)}
      readAloud={studio.readAloud}
      readsAnswers={readsAnswers}
      onReadAnswers={(reads) => change({ readsAnswers: reads })}
      onAction={onAction}
      resolveLink={resolveLink}
      modelPicker={<ModelPicker studio={studio} task="chat" onAction={onAction} />}
      headerEnd={headerEnd}
    />
  );
}

function openConversation(id: string | null, options?: { replace: boolean }): void {
  navigate(id ? `/chat/${id}` : '/chat', options);
}
