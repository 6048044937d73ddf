import { ChevronLeft, ChevronRight, Pencil, Play, RefreshCw, Square, Volume2 } from 'lucide-react';
import { lazy, memo, Suspense } from 'react';
import type { StoredMessage } from '../../storage/conversations.ts';
import { Button } from '../../ui/Button.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { formatTokensPerSecond } from '../../ui/format.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { AnswerEnd } from './AnswerEnd.tsx';
import type { AnswerLink } from './answer-link.ts';
import { QuestionEditor } from './QuestionEditor.tsx';

const Markdown = lazy(() => import('./Markdown.tsx'));

/** What can be done with a message. */
export interface MessageActions {
  /** With another model than the chosen one, if one is given. */
  onRegenerate(messageId: string, withModel?: string): void;
  onContinue(messageId: string): void;
  /** Opens the editor of a question, or closes it. */
  onStartEdit(messageId: string | null): void;
  onEdit(messageId: string, text: string): void;
  onShowBranch(messageId: string): void;
  onAsk(question: string): void;
  onAction(action: string): void;
  /** Reads an answer aloud, or stops reading it. */
  onReadAloud(messageId: string): void;
}

export interface MessageViewProps extends MessageActions {
  message: StoredMessage;
  /** Ids of the message and its alternatives, in order. */
  siblings: readonly string[];
  isWriting: boolean;
  isEditing: boolean;
  isReadAloud: boolean;
  /** What the engine is doing before the first word, or nothing. */
  status: React.ReactNode;
  /** While an answer is being written, another one cannot be asked for. */
  isBusy: boolean;
  nameOfModel(id: string): string;
  resolveLink(link: { label: string; action: string }): AnswerLink;
}

export const MessageView = memo(function MessageView(props: MessageViewProps) {
  return props.message.role === 'user' ? <Question {...props} /> : <Answer {...props} />;
});

function Question(props: MessageViewProps) {
  const { message, isBusy, isEditing, onEdit, onStartEdit } = props;
  if (isEditing)
    return (
      <QuestionEditor
        text={message.content}
        onCancel={() => onStartEdit(null)}
        onSend={(text) => onEdit(message.id, text)}
      />
    );
  return (
    <div className="group ml-auto flex max-w-[85%] flex-col items-end">
      <article
        aria-label="You"
        className="max-h-[60vh] max-w-full overflow-y-auto rounded-2xl rounded-br-md bg-sunken px-4 py-2.5 break-words whitespace-pre-wrap"
      >
        {message.content}
      </article>
      <footer className="mt-1 flex items-center text-xs text-faint">
        <Siblings {...props} what="question" />
        <span className="flex opacity-0 transition-opacity duration-150 group-focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:opacity-100">
          <CopyButton text={message.content} label="Copy the question" />
          <IconButton label="Edit" disabled={isBusy} onClick={() => onStartEdit(message.id)}>
            <Pencil />
          </IconButton>
        </span>
      </footer>
    </div>
  );
}

function Answer(props: MessageViewProps) {
  const { message, isWriting, status } = props;
  return (
    <article aria-label="Answer" aria-busy={isWriting} className="min-w-0">
      {message.source && (
        <p className="mb-1 text-xs font-medium text-accent">From the guide · {message.source.title}</p>
      )}
      {message.droppedMessages !== undefined && (
        <p className="mb-2 text-xs text-faint">
          The oldest {message.droppedMessages} messages did not fit into what the model can read and were left out.
        </p>
      )}
      <Reasoning message={message} isWriting={isWriting} />
      {message.content !== '' && (
        <Suspense fallback={<p className="whitespace-pre-wrap">{message.content}</p>}>
          <Markdown text={message.content} isWriting={isWriting} />
        </Suspense>
      )}
      {isWriting && status}
      {!isWriting && <AnswerEnd {...props} />}
      {!isWriting && message.source && <GuideLinks {...props} />}
      {!isWriting && <AnswerTools {...props} />}
    </article>
  );
}

/** What a reasoning model thought: open while it thinks, then out of the way. */
function Reasoning({ message: { reasoning, content }, isWriting }: Pick<MessageViewProps, 'message' | 'isWriting'>) {
  if (!reasoning) return null;
  const isThinking = isWriting && content === '';
  return (
    <details open={isThinking} className="mb-3 border-l-2 pl-4 text-sm text-soft">
      <summary className="cursor-pointer text-faint hover:text-ink">
        {isThinking ? 'Thinking' : 'How it thought'}
      </summary>
      <p className="mt-1 whitespace-pre-wrap">{reasoning.trim()}</p>
    </details>
  );
}

function GuideLinks({ message, isBusy, resolveLink, onRegenerate, onAction, onAsk }: MessageViewProps) {
  const { link: stored, related = [] } = message.source ?? {};
  const link = stored && resolveLink(stored);
  return (
    <div className="mt-3 flex flex-col items-start gap-2">
      {link && (
        <Button
          kind="secondary"
          size="small"
          disabled={isBusy && 'askModel' in link}
          onClick={() => ('askModel' in link ? onRegenerate(message.id, link.askModel) : onAction(link.action))}
        >
          {link.label}
        </Button>
      )}
      {related.length > 0 && (
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-faint">
          <span>Or did you mean</span>
          {related.map((title) => (
            <button
              key={title}
              type="button"
              disabled={isBusy}
              onClick={() => onAsk(title)}
              className="text-soft underline decoration-line-strong underline-offset-4 hover:text-ink"
            >
              {title}
            </button>
          ))}
        </p>
      )}
    </div>
  );
}

function AnswerTools(props: MessageViewProps) {
  const { message, isBusy, nameOfModel, onRegenerate, onContinue } = props;
  const canContinue = message.content !== '' && message.state !== 'complete' && !message.source;
  return (
    <footer className="mt-1.5 -ml-2 flex flex-wrap items-center gap-x-1 text-xs text-faint">
      <Siblings {...props} what="answer" />
      <CopyButton text={message.content} label="Copy" />
      <ReadAloudButton {...props} />
      <IconButton label="Regenerate" disabled={isBusy} onClick={() => onRegenerate(message.id)}>
        <RefreshCw />
      </IconButton>
      {canContinue && (
        <IconButton label="Continue" disabled={isBusy} onClick={() => onContinue(message.id)}>
          <Play />
        </IconButton>
      )}
      <span className="ml-1">{describeAnswer(message, nameOfModel)}</span>
    </footer>
  );
}

/** Steps through the alternatives of a message. */
function Siblings({
  message,
  siblings,
  isBusy,
  onShowBranch,
  what,
}: MessageViewProps & { what: 'question' | 'answer' }) {
  if (siblings.length < 2) return null;
  const place = siblings.indexOf(message.id);
  const show = (offset: number) => onShowBranch(siblings[place + offset] ?? message.id);
  return (
    <span className="flex items-center">
      <IconButton label={`Previous ${what}`} disabled={place <= 0 || isBusy} onClick={() => show(-1)}>
        <ChevronLeft />
      </IconButton>
      <span aria-label={`${what === 'answer' ? 'Answer' : 'Question'} ${place + 1} of ${siblings.length}`} role="img">
        {place + 1}/{siblings.length}
      </span>
      <IconButton label={`Next ${what}`} disabled={place >= siblings.length - 1 || isBusy} onClick={() => show(1)}>
        <ChevronRight />
      </IconButton>
    </span>
  );
}

function describeAnswer({ model, stats, source }: StoredMessage, nameOfModel: (id: string) => string): string {
  if (source || !model) return '';
  const place = stats ? `${stats.device === 'webgpu' ? 'WebGPU' : 'wasm'} ${stats.dtype}` : '';
  const first = stats?.firstTokenMs ? `first word ${(stats.firstTokenMs / 1000).toFixed(1)} s` : '';
  const speed = stats?.tokensPerSecond ? formatTokensPerSecond(stats.tokensPerSecond) : '';
  return [nameOfModel(model), place, first, speed].filter(Boolean).join(' · ');
}

function ReadAloudButton({ message, isReadAloud, onReadAloud }: MessageViewProps) {
  return (
    <IconButton
      label={isReadAloud ? 'Stop reading' : 'Read aloud'}
      disabled={message.content === ''}
      onClick={() => onReadAloud(message.id)}
    >
      {isReadAloud ? <Square fill="currentColor" className="text-accent" /> : <Volume2 />}
    </IconButton>
  );
}
