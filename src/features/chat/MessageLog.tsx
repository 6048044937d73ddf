import { useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { StoredMessage } from '../../storage/conversations.ts';
import { Button } from '../../ui/Button.tsx';
import type { Run } from './store/chat-state.ts';
import type { ConversationViewProps } from './ConversationView.tsx';
import type { MessageActions } from './store/message-actions.ts';
import { groupSiblings } from './store/message-tree.ts';
import { MessageView } from './MessageView.tsx';
import { RunStatus } from './answer/RunStatus.tsx';

interface MessageLogProps extends ConversationViewProps {
  ref: React.Ref<HTMLDivElement>;
  actions: MessageActions;
  /** The question that is being changed. */
  editingId: string | null;
  onStartEdit(questionId: string | null): void;
  /** Answers are shown as they were written. */
  isPlain: boolean;
}

const NO_SIBLINGS: readonly string[] = [];

/** The messages of the branch that is shown. */
export function MessageLog(props: MessageLogProps) {
  const {
    ref,
    store,
    models,
    branch,
    model,
    title,
    nameOfModel,
    modelsHere,
    outlets,
    actions,
    editingId,
  } = props;
  const { run, messages } = useStore(store);
  const { downloads } = useStore(models.state);
  const aloud = useStore(outlets.readAloud.state);
  const siblings = useMemo(() => groupSiblings(messages), [messages]);
  const { earlier, showEarlier } = useLatest(branch.length);
  const isBusy = run.status !== 'idle';
  const statusOf = (message: StoredMessage) => {
    const id = message.model ?? model.id;
    return (
      isWriting(run, message) && (
        <RunStatus run={run} modelTitle={nameOfModel(id)} download={downloads[id]} />
      )
    );
  };
  return (
    <div
      ref={ref}
      role="log"
      aria-labelledby="conversation-title"
      aria-busy={isBusy}
      className="mx-auto flex w-full max-w-[44rem] flex-col gap-7 py-8 2xl:max-w-[52rem] 2xl:text-base"
    >
      <h1 id="conversation-title" className="sr-only">
        {title}
      </h1>
      {earlier > 0 && (
        <Button kind="secondary" size="small" className="self-center" onClick={showEarlier}>
          Show earlier messages
        </Button>
      )}
      {branch.slice(earlier).map((message) => (
        <MessageView
          key={message.id}
          message={message}
          question={messages[message.parentId ?? '']?.content ?? ''}
          siblings={siblings.get(message.id) ?? NO_SIBLINGS}
          isWriting={isWriting(run, message)}
          isPlain={props.isPlain}
          isReadAloud={aloud.messageId === message.id}
          isEditing={editingId === message.id && !isBusy}
          status={statusOf(message)}
          isBusy={isBusy}
          models={modelsHere}
          nameOfModel={nameOfModel}
          actions={actions}
          outlets={outlets}
          onStartEdit={props.onStartEdit}
        />
      ))}
    </div>
  );
}

/**
 * How many messages are drawn at once: more than anybody scrolls through, few enough to be drawn in
 * a moment.
 */
const SHOWN_AT_ONCE = 200;

/**
 * How many messages at the beginning of a long conversation are left out until they are asked for.
 */
function useLatest(count: number): { earlier: number; showEarlier(): void } {
  const [shown, setShown] = useState(SHOWN_AT_ONCE);
  return {
    earlier: Math.max(0, count - shown),
    showEarlier: () => setShown(shown + SHOWN_AT_ONCE),
  };
}

function isWriting(run: Run, { id }: StoredMessage): boolean {
  return run.status !== 'idle' && run.messageId === id;
}
