import { PenLine } from 'lucide-react';
import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { nameModel } from '../../engine-client/companion/name-model.ts';
import { listModels } from '../../engine-client/models/list-models.ts';
import type { ModelsClient } from '../../engine-client/models/models-client.ts';
import { describeError } from '../../engine/error-sentences.ts';
import type { StoredMessage } from '../../storage/conversations.ts';
import { PromptBox } from '../../ui/PromptBox.tsx';
import type { ChatStore } from './store/chat-state.ts';
import { createMessageActions, type AnswerOutlets } from './store/message-actions.ts';
import { groupSiblings, listBranch } from './store/message-tree.ts';
import { RunStatus } from './answer/RunStatus.tsx';
import { useStickToEnd } from './use-stick-to-end.ts';

const Answer = lazy(() => import('./answer/Answer.tsx'));

interface QuickChatProps {
  store: ChatStore;
  models: ModelsClient;
  /** The model that answers. */
  modelId: string;
  /** A question to begin with, already in the field. */
  example: string;
  /** What the first press brings, where that is to be said; else empty. */
  cost: string;
  outlets: AnswerOutlets;
  onWarmUp(): void;
}

/**
 * A question and its answer: chat at its smallest. What is written is kept as a conversation like
 * any other.
 */
export function QuickChat(props: QuickChatProps) {
  const { store, outlets, example, cost, onWarmUp } = props;
  const { run, conversations, openId, messages, newChat, send, stop, problem } = useStore(store);
  const { notice, problem: voiceProblem } = useStore(outlets.readAloud.state);
  const [text, setText] = useState(example);
  useEffect(() => newChat(), [newChat]);

  const branch = listBranch(
    messages,
    conversations?.find(({ id }) => id === openId)?.leafId ?? null,
  );
  const answer = branch.findLast(({ role }) => role === 'assistant');
  const isBusy = run.status !== 'idle';
  const { scroller, content } = useStickToEnd(answer?.id);
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-4">
      <div
        ref={scroller}
        className="-mx-2 flex min-h-0 flex-1 flex-col overflow-y-auto px-2"
        tabIndex={answer ? 0 : undefined}
      >
        {answer ? (
          <div ref={content} className="flex flex-col gap-3">
            <Exchange {...props} answer={answer} />
          </div>
        ) : (
          <p className="m-auto max-w-64 text-center font-display text-2xl leading-snug text-balance text-soft">
            Ask, or say what you need.
          </p>
        )}
      </div>
      {notice && (
        <p role="status" className="text-sm text-soft">
          {notice}
        </p>
      )}
      {[problem, voiceProblem].map(
        (each, place) =>
          each && (
            <p key={place} role="alert" className="text-sm text-danger">
              {describeError(each).sentence}
            </p>
          ),
      )}
      <PromptBox
        label="Message"
        placeholder="Ask, or describe what you need"
        value={text}
        onChange={setText}
        action={
          <>
            <PenLine /> Write
          </>
        }
        isBusy={isBusy}
        onSubmit={() => {
          setText('');
          void send(text);
        }}
        onStop={stop}
        onFocus={onWarmUp}
        note={describeTime(answer, isBusy)}
        cost={isBusy ? '' : cost}
      />
    </div>
  );
}

/** The last question and its answer, with all that can be done with it. */
function Exchange({
  store,
  models,
  modelId,
  outlets,
  answer,
}: QuickChatProps & { answer: StoredMessage }) {
  const { run, messages } = useStore(store);
  const state = useStore(models.state);
  const { messageId } = useStore(outlets.readAloud.state);
  const actions = useMemo(() => createMessageActions(store), [store]);
  const nameOfModel = (id: string) => nameModel(state, 'chat', id);
  const question = messages[answer.parentId ?? '']?.content ?? '';
  const isBusy = run.status !== 'idle';
  const isMine = isBusy && run.messageId === answer.id;
  const writer = answer.model ?? modelId;
  return (
    <>
      <p className="text-sm whitespace-pre-wrap text-faint">{question}</p>
      <Suspense fallback={<p className="whitespace-pre-wrap">{answer.content}</p>}>
        <Answer
          message={answer}
          question={question}
          siblings={groupSiblings(messages).get(answer.id) ?? []}
          isWriting={isMine}
          isReadAloud={messageId === answer.id}
          isBusy={isBusy}
          status={
            isMine && (
              <RunStatus
                run={run}
                modelTitle={nameOfModel(writer)}
                download={state.downloads[writer]}
              />
            )
          }
          models={listModels(state, 'chat').here}
          nameOfModel={nameOfModel}
          actions={actions}
          outlets={outlets}
        />
      </Suspense>
    </>
  );
}

function describeTime(answer: StoredMessage | undefined, isBusy: boolean): string {
  const ms = answer?.stats?.firstTokenMs;
  return isBusy || !ms ? '' : `First word after ${(ms / 1000).toFixed(1)} s`;
}
