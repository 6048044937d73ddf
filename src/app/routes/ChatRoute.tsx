import { useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { GuideLink, StudioAction } from '../../engine/studio-actions.ts';
import type { AnswerLink } from '../../features/chat/answer-link.ts';
import { ChatScreen } from '../../features/chat/ChatScreen.tsx';
import type { Preset } from '../../storage/presets.ts';
import { navigate } from '../address.ts';
import { createAnswerOutlets } from '../answer-outlets.tsx';
import { ModelPicker } from '../models/ModelPicker.tsx';
import type { Studio } from '../studio.ts';
import { checkPictures, takesPictures } from '../models/takes-pictures.ts';
import { useFirstFetch } from '../models/use-first-fetch.ts';
import { warmUp } from '../models/model-readiness.ts';

interface ChatRouteProps {
  studio: Studio;
  /** From the address; `null` for a new chat. */
  conversationId: string | null;
  onAction(action: StudioAction): void;
  resolveLink(link: GuideLink): AnswerLink;
  headerEnd: React.ReactNode;
}

/** Connects the chat to the studio. */
export default function ChatRoute({
  studio,
  conversationId,
  onAction,
  resolveLink,
  headerEnd,
}: ChatRouteProps) {
  const { chatModel, isChatPanelOpen, readsAnswers, change } = useStore(studio.settings);
  const companion = useStore(studio.companion.state);
  const [presets, setPresets] = useState<readonly Preset[]>([]);
  useEffect(() => void studio.presets.read().then(setPresets), [studio]);
  const outlets = useMemo(
    () => createAnswerOutlets(studio, { onAction, resolveLink }),
    [studio, onAction, resolveLink],
  );
  return (
    <ChatScreen
      store={studio.chatStore}
      models={studio.models}
      device={studio.device}
      companion={studio.companion.state}
      drafts={studio.drafts}
      codec={studio.pictures}
      openings={studio.openings}
      address={{
        conversationId,
        hrefOf: (id) => (id ? `#/chat/${id}` : '#/chat'),
        onNavigate: openConversation,
      }}
      model={{
        id: chatModel,
        takesPictures: takesPictures(useStore(studio.models.state), companion, chatModel),
        checkPictures: () => checkPictures(studio),
        picker: <ModelPicker studio={studio} task="chat" onAction={onAction} />,
        cost: useFirstFetch(studio, 'chat', chatModel),
        onWarmUp: () => void warmUp(studio, 'chat'),
      }}
      panel={{
        isOpen: isChatPanelOpen,
        onToggle: (isOpen) => change({ isChatPanelOpen: isOpen }),
        presets,
        onChangePresets(next) {
          void studio.presets.write(presets, next);
          setPresets(next);
        },
        readsAnswers,
        onReadAnswers: (reads) => change({ readsAnswers: reads }),
      }}
      outlets={outlets}
      headerEnd={headerEnd}
    />
  );
}

function openConversation(id: string | null, options?: { replace: boolean }): void {
  navigate(id ? `/chat/${id}` : '/chat', options);
}
