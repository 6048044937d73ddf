import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { describeError } from '../../engine/error-sentences.ts';
import { SaveIcon, TryAgainIcon } from '../../ui/action-icons.ts';
import { Button } from '../../ui/Button.tsx';
import { saveFile } from '../../ui/save-file.ts';
import type { ChatScreenProps } from './ChatScreen.tsx';
import type { AddedFiles } from './composer/use-added-files.ts';
import type { ChatStore } from './store/chat-state.ts';

interface NoticesProps extends Pick<ChatScreenProps, 'store' | 'outlets'> {
  files: AddedFiles;
}

/**
 * Problems besides the answer itself: reading aloud, saving, adding a file; and what was not read
 * aloud.
 */
export function ConversationNotices({ store, outlets, files: { refusal, dismiss } }: NoticesProps) {
  const { problem, unsaved, dismissProblem } = useStore(store);
  const aloud = useStore(outlets.readAloud.state);
  return (
    <>
      {aloud.notice && (
        <p role="status" className="mb-2 px-1 text-sm text-soft">
          {aloud.notice}
        </p>
      )}
      {aloud.problem && <Alert>{describeError(aloud.problem).sentence}</Alert>}
      {problem && (
        <Alert onDismiss={dismissProblem}>
          {describeError(problem).sentence}
          {unsaved.length > 0 && <Unsaved store={store} count={unsaved.length} />}
        </Alert>
      )}
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

/** What is gone with the page, and ways to keep it. */
function Unsaved({ store, count }: { store: ChatStore; count: number }) {
  const { keepUnsaved } = store.getState();
  return (
    <>
      {count === 1
        ? ' The conversation is kept only until you close this page.'
        : ` ${count} conversations are kept only until you close this page.`}
      <span className="mt-2 flex flex-wrap gap-2">
        <Button size="small" onClick={() => void keepUnsaved()}>
          <TryAgainIcon /> Try again
        </Button>
        <Button size="small" onClick={() => void saveUnsaved(store)}>
          <SaveIcon /> Save as a file
        </Button>
      </span>
    </>
  );
}

async function saveUnsaved(store: ChatStore): Promise<void> {
  const { readWhole, unsaved } = store.getState();
  const [{ writeConversationsFile }, ...whole] = await Promise.all([
    import('../../storage/conversations-file.ts'),
    ...unsaved.map(readWhole),
  ]);
  saveFile('Unsaved conversations', 'json', writeConversationsFile(whole.flat()), JSON_TYPE);
}

const JSON_TYPE = 'application/json';

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
