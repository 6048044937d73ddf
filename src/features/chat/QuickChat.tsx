import { PenLine } from 'lucide-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { ModelsClient } from '../../engine-client/models-client.ts';
import { describeError } from '../../engine/error-sentences.ts';
import type { StoredMessage } from '../../storage/conversations.ts';
import { Button } from '../../ui/Button.tsx';
import { PromptBox } from '../../ui/PromptBox.tsx';
import type { AnswerLink } from './answer-link.ts';
import type { ChatStore } from './chat-state.ts';
import { listBranch } from './message-tree.ts';
import { RunStatus } from './RunStatus.tsx';
import { useStickToEnd } from './use-stick-to-end.ts';

const Markdown = lazy(() => import('./Markdown.tsx'));

interface QuickChatProps {
  store: ChatStore;
  models: ModelsClient;
  modelTitle: string;
  example: string;
  /** What the first press brings, where that is to be said; else empty. */
  cost: string;
  /** A link in an answer of the guide. */
  onAction(action: string): void;
  resolveLink(link: { label: string; action: string }): AnswerLink;
  onWarmUp(): void;
}

/** A question and its answer: chat at its smallest. What is written is kept as a conversation like any other. */
export function QuickChat(props: QuickChatProps) {
  const { store, models, modelTitle, example, cost, onAction, resolveLink, onWarmUp } = props;
  const { run, conversations, openId, messages, newChat, send, stop, regenerate, problem } = useStore(store);
  const downloads = useStore(models.state, ({ downloads: all }) => all);
  const [text, setText] = useState(example);
  useEffect(() => newChat(), [newChat]);

  const conversation = conversations?.find(({ id }) => id === openId);
  const branch = listBranch(messages, conversation?.leafId ?? null);
  const answer = branch.findLast(({ role }) => role === 'assistant');
  const question = branch.findLast(({ role }) => role === 'user');
  const isBusy = run.status !== 'idle';
  const isMine = isBusy && run.messageId === answer?.id;
  const { scroller, content } = useStickToEnd(answer?.id);
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-4">
      <div ref={scroller} className="flex min-h-0 flex-1 flex-col overflow-y-auto" tabIndex={answer ? 0 : undefined}>
        {answer ? (
          <div ref={content} className="flex flex-col gap-3">
            <p className="text-sm text-faint">{question?.content}</p>
            <article aria-label="Answer" aria-busy={isMine} className="min-w-0">
              <Suspense fallback={<p className="whitespace-pre-wrap">{answer.content}</p>}>
                <Markdown text={answer.content} isWriting={isMine} />
              </Suspense>
              {isMine && <RunStatus run={run} modelTitle={modelTitle} download={downloads[answer.model ?? '']} />}
              {!isMine && <Ending answer={answer} resolveLink={resolveLink} onAsk={regenerate} onAction={onAction} />}
            </article>
          </div>
        ) : (
          <p className="m-auto max-w-64 text-center font-display text-2xl leading-snug text-balance text-soft">
            Ask, or say what you need.
          </p>
        )}
      </div>
      {problem && (
        <p role="alert" className="text-sm text-danger">
          {describeError(problem).sentence}
        </p>
      )}
      <PromptBox
        label="Message"
        value={text}
        onChange={setText}
        action={
          <>
            <PenLine /> Write
          </>
        }
        isBusy={isBusy}
        onSubmit={() => void send(text)}
        onStop={stop}
        onFocus={onWarmUp}
        note={describeTime(answer, isBusy)}
        cost={isBusy ? '' : cost}
      />
    </div>
  );
}

function Ending({
  answer,
  resolveLink,
  onAsk,
  onAction,
}: {
  answer: StoredMessage;
  resolveLink: QuickChatProps['resolveLink'];
  onAsk(answerId: string, withModel: string): void;
  onAction: QuickChatProps['onAction'];
}) {
  const link = answer.source?.link && resolveLink(answer.source.link);
  return (
    <>
      {answer.error && (
        <p role="alert" className="text-sm text-danger">
          {answer.error.sentence}
        </p>
      )}
      {link && (
        <Button
          size="small"
          className="mt-3"
          onClick={() => ('askModel' in link ? onAsk(answer.id, link.askModel) : onAction(link.action))}
        >
          {link.label}
        </Button>
      )}
    </>
  );
}

function describeTime(answer: StoredMessage | undefined, isBusy: boolean): string {
  const ms = answer?.stats?.firstTokenMs;
  return isBusy || !ms ? '' : `First word after ${(ms / 1000).toFixed(1)} s`;
}
