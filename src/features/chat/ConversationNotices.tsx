import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { describeError } from '../../engine/error-sentences.ts';
import { Button } from '../../ui/Button.tsx';
import type { ChatScreenProps } from './ChatScreen.tsx';
import type { AddedFiles } from './composer/use-added-files.ts';

interface NoticesProps extends Pick<ChatScreenProps, 'store' | 'outlets'> {
  files: AddedFiles;
}

/**
 * Problems besides the answer itself: reading aloud, saving, adding a file; and what was not read
 * aloud.
 */
export function ConversationNotices({ store, outlets, files: { refusal, dismiss } }: NoticesProps) {
  const { problem, dismissProblem } = useStore(store);
  const aloud = useStore(outlets.readAloud.state);
  return (
    <>
      {aloud.notice && (
        <p role="status" className="mb-2 px-1 text-sm text-soft">
          {aloud.notice}
        </p>
      )}
      {aloud.problem && <Alert>{describeError(aloud.problem).sentence}</Alert>}
      {problem && <Alert onDismiss={dismissProblem}>{describeError(problem).sentence}</Alert>}
      {refusal && (
        <Alert onDismiss={dismiss}>
          {refusal.sentence}
          {refusal.action && (
            <Button
              size="small"
              className="ml-3"
              onClick={() => refusal.action && outlets.onAction(refusal.action.name)}
            >
              {refusal.action.label}
            </Button>
          )}
        </Alert>
      )}
    </>
  );
}

/** Said of a conversation that broke the page the last time. */
export function SafeViewNotice({ onShowFormatted }: { onShowFormatted(): void }) {
  return (
    <div
      role="status"
      className="mb-2 flex flex-wrap items-center gap-3 rounded-control bg-sunken px-4 py-2 text-sm"
    >
      <span className="min-w-0 flex-1 basis-64">
        The page did not get past this conversation last time, so it is shown as plain text.
      </span>
      <Button size="small" onClick={onShowFormatted}>
        Show formatted
      </Button>
    </div>
  );
}

function Alert({ onDismiss, children }: { onDismiss?: () => void; children: ReactNode }) {
  return (
    <div
      role="alert"
      className="mb-2 flex items-center gap-3 rounded-control bg-danger-wash px-4 py-2 text-sm"
    >
      <span className="min-w-0 flex-1 break-words">{children}</span>
      {onDismiss && (
        <Button kind="quiet" size="small" onClick={onDismiss}>
          Dismiss
        </Button>
      )}
    </div>
  );
}
