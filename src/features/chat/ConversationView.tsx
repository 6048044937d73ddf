import { ArrowDown } from 'lucide-react';
import { useCallback, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { hostOfCompanion, isElsewhere } from '../../engine-client/companion/companion-state.ts';
import { describePrivacy } from '../../engine/device.ts';
import type { StoredMessage } from '../../storage/conversations.ts';
import { Button } from '../../ui/Button.tsx';
import { joinClasses } from '../../ui/class-names.ts';
import type { ChatScreenProps } from './ChatScreen.tsx';
import { Composer, type ComposerHandle } from './composer/Composer.tsx';
import { ContextMeter } from './composer/ContextMeter.tsx';
import { ConversationNotices, SafeViewNotice } from './ConversationNotices.tsx';
import { EmptyChat } from './EmptyChat.tsx';
import { createMessageActions, type ModelName } from './store/message-actions.ts';
import { MessageLog } from './MessageLog.tsx';
import { useAddedFiles } from './composer/use-added-files.ts';
import { useSafeView } from './use-safe-view.ts';
import { useStickToEnd } from './use-stick-to-end.ts';

export interface ConversationViewProps extends ChatScreenProps {
  title: string;
  branch: readonly StoredMessage[];
  /** Chat models that can answer at once. */
  modelsHere: readonly ModelName[];
  nameOfModel(id: string): string;
}

/** The messages and where the next one is written. */
export function ConversationView(props: ConversationViewProps) {
  const { store, branch, address, model, nameOfModel } = props;
  const { run, importFile, stop } = useStore(store);
  const isBusy = run.status !== 'idle';
  const { scroller, content, isAtEnd, goToEnd } = useStickToEnd(branch.at(-1)?.id);
  const [editingId, setEditingId] = useState<string | null>(null);
  const composer = useRef<ComposerHandle>(null);
  const actions = useMemo(() => createMessageActions(store), [store]);
  async function attach(file: File) {
    const { attachPicture } = await import('./composer/attach-picture.ts');
    composer.current?.attach(await attachPicture(file, file.name || 'Picture', props.codec));
  }
  const files = useAddedFiles({
    onText: (block) => composer.current?.append(block),
    onConversations: (file) => void importFile(file),
    onPicture: attach,
    checkPictures: model.checkPictures,
  });
  const { isPlain, showFormatted } = useSafeView(props.openings, address.conversationId);
  const stopAnswer = useCallback(() => stop(), [stop]);
  return (
    <div
      {...files.dropHandlers}
      className={joinClasses(
        'flex min-h-0 flex-1 flex-col transition-colors',
        files.isOver && 'bg-accent-wash',
      )}
    >
      <div
        ref={scroller}
        className="relative flex min-h-0 flex-1 flex-col overflow-y-auto px-4 sm:px-6"
      >
        {branch.length === 0 ? (
          <EmptyChat
            isGuide={model.id === 'triptych/guide'}
            modelTitle={nameOfModel(model.id)}
            isElsewhere={isElsewhere(model.id)}
            onAsk={actions.onAsk}
          />
        ) : (
          <MessageLog
            {...props}
            ref={content}
            actions={actions}
            editingId={editingId}
            onStartEdit={setEditingId}
            isPlain={isPlain}
          />
        )}
      </div>
      <div className="relative mx-auto w-full max-w-[48rem] shrink-0 px-3 pb-3 sm:px-6 sm:pb-4 2xl:max-w-[56rem]">
        {!isAtEnd && branch.length > 0 && (
          <Button
            kind="secondary"
            size="small"
            className="absolute -top-11 left-1/2 -translate-x-1/2 rounded-full shadow-float"
            onClick={goToEnd}
          >
            <ArrowDown />
            Latest
          </Button>
        )}
        {isPlain && branch.length > 0 && <SafeViewNotice onShowFormatted={showFormatted} />}
        <ConversationNotices {...props} files={files} />
        <Composer
          ref={composer}
          onAddFiles={files.add}
          key={address.conversationId ?? 'new'}
          conversationId={address.conversationId}
          drafts={props.drafts}
          isBusy={isBusy}
          takesPictures={model.takesPictures}
          onSend={actions.onAsk}
          onStop={stopAnswer}
          onEditLast={() =>
            setEditingId(branch.findLast(({ role }) => role === 'user')?.id ?? null)
          }
          onFocus={model.onWarmUp}
        />
        <Footer {...props} isBusy={isBusy} />
      </div>
    </div>
  );
}

/**
 * What the first question brings, where the model runs, and how full its context is. Low screens
 * have no room for it.
 */
function Footer(props: ConversationViewProps & { isBusy: boolean }) {
  const { branch, device, companion, model, isBusy } = props;
  const deviceInfo = useStore(device);
  const host = hostOfCompanion(useStore(companion));
  return (
    <>
      {model.cost && !isBusy && (
        <p role="status" className="mt-2 text-center text-xs text-faint">
          {model.cost}
        </p>
      )}
      <p className="mt-2 hidden items-center justify-center gap-4 text-xs text-faint sm:[@media(min-height:30rem)]:flex">
        <span>
          {isElsewhere(model.id)
            ? `Running on your companion${host && ` at ${host}`}. What you type here is sent there.`
            : describePrivacy(deviceInfo)}
        </span>
        <ContextMeter
          last={branch.findLast(({ role, stats }) => role === 'assistant' && stats !== undefined)}
        />
      </p>
    </>
  );
}
