import { lazy, Suspense, type ReactNode } from 'react';
import type { StoredMessage } from '../../../storage/conversations.ts';
import { MessageBoundary } from '../MessageBoundary.tsx';
import { AnswerEnd } from './AnswerEnd.tsx';
import { AnswerTools } from './AnswerTools.tsx';
import { GuideLinks } from './GuideLinks.tsx';
import type { AnswerOutlets, MessageActions, ModelName } from '../store/message-actions.ts';

const AnswerBody = lazy(() => import('./AnswerBody.tsx'));

export interface AnswerProps {
  message: StoredMessage;
  /** What it answers. */
  question: string;
  /** Ids of the message and its alternatives, in order. */
  siblings: readonly string[];
  isWriting: boolean;
  isReadAloud: boolean;
  /** The text is shown as it was written. */
  isPlain?: boolean;
  /** What the engine is doing before the first word, or nothing. */
  status: ReactNode;
  /** While an answer is being written, another one cannot be asked for. */
  isBusy: boolean;
  /** Chat models that are here, to ask instead. */
  models: readonly ModelName[];
  nameOfModel(id: string): string;
  actions: MessageActions;
  outlets: AnswerOutlets;
}

/** An answer with all that can be done with it. */
export default function Answer(props: AnswerProps) {
  const { message, isWriting, status } = props;
  return (
    <article aria-label="Answer" aria-busy={isWriting} className="min-w-0">
      {message.source && (
        <p className="mb-1 text-xs font-medium text-accent">
          From the guide · {message.source.title}
        </p>
      )}
      {message.droppedMessages !== undefined && (
        <p className="mb-2 text-xs text-faint">
          The oldest {message.droppedMessages} messages did not fit the model’s context and were
          left out.
        </p>
      )}
      <Reasoning message={message} isWriting={isWriting} />
      {message.content !== '' && <Body {...props} />}
      {isWriting && status}
      {!isWriting && <AnswerEnd {...props} />}
      {!isWriting && message.source && <GuideLinks {...props} />}
      {!isWriting && <AnswerTools {...props} />}
    </article>
  );
}

function Body(props: AnswerProps) {
  const { content } = props.message;
  const plain = <p className="break-words whitespace-pre-wrap">{content}</p>;
  if (props.isPlain) return plain;
  return (
    <MessageBoundary text={content}>
      <Suspense fallback={plain}>
        <AnswerBody {...props} />
      </Suspense>
    </MessageBoundary>
  );
}

/** What a reasoning model thought: open while it thinks, then out of the way. */
function Reasoning({
  message: { reasoning, content },
  isWriting,
}: Pick<AnswerProps, 'message' | 'isWriting'>) {
  if (!reasoning) return null;
  const isThinking = isWriting && content === '';
  return (
    <details open={isThinking} className="mb-3 border-l-2 pl-4 text-sm text-soft">
      <summary className="cursor-pointer text-faint hover:text-ink">
        {isThinking ? 'Thinking' : 'Reasoning'}
      </summary>
      <p className="mt-1 whitespace-pre-wrap">{reasoning.trim()}</p>
    </details>
  );
}
