import { useStore } from 'zustand';
import { Button } from '../../ui/Button.tsx';
import type { Studio } from '../studio.ts';

/** A newer version is here. It waits for the answer that is being written, and for the user. */
export function UpdateNotice({ studio: { serviceWorker, chatStore } }: { studio: Studio }) {
  const isReady = useStore(serviceWorker.isUpdateReady);
  const isBusy = useStore(chatStore, ({ run }) => run.status !== 'idle');
  if (!isReady) return null;
  return (
    <p
      role="status"
      className="flex items-center justify-center gap-3 border-b bg-accent-wash px-4 py-1.5 text-sm"
    >
      A newer version is ready.
      <Button size="small" kind="secondary" disabled={isBusy} onClick={serviceWorker.applyUpdate}>
        {isBusy ? 'After this answer' : 'Reload'}
      </Button>
    </p>
  );
}
