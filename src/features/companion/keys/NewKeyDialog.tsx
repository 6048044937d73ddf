import { useStore } from 'zustand';
import { Button } from '../../../ui/Button.tsx';
import { CopyButton } from '../../../ui/CopyButton.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import type { AdminStore } from '../admin-store.ts';
import { NewKeyForm } from './NewKeyForm.tsx';

interface NewKeyDialogProps {
  store: AdminStore;
  isOpen: boolean;
  onClose(): void;
}

/** Makes a key, and shows it the one time that it can be shown. */
export function NewKeyDialog({ store, isOpen, onClose }: NewKeyDialogProps) {
  const { newKey, isActing, actionFailure, createKey, clear } = useStore(store);
  function close() {
    clear();
    onClose();
  }
  return (
    <Dialog isOpen={isOpen} onOpenChange={(next) => next || close()} title="New key">
      <div className="overflow-y-auto p-5 text-sm">
        {newKey === null ? (
          <NewKeyForm
            isBusy={isActing}
            failure={actionFailure}
            onCreate={(wanted) => void createKey(wanted)}
            onCancel={close}
          />
        ) : (
          <Secret text={newKey} onDone={close} />
        )}
      </div>
    </Dialog>
  );
}

function Secret({ text, onDone }: { text: string; onDone(): void }) {
  return (
    <div className="flex flex-col gap-4">
      <p role="status">This is the key. Copy it now: it is not stored and cannot be shown again.</p>
      <div className="flex items-center gap-1 rounded-control border bg-raised py-1 pr-1 pl-3">
        <code className="min-w-0 flex-1 font-mono text-[0.8125rem] break-all select-all [font-variant-ligatures:none]">
          {text}
        </code>
        <CopyButton text={text} label="Copy key" />
      </div>
      <div className="flex justify-end">
        <Button kind="primary" onClick={onDone}>
          Done
        </Button>
      </div>
    </div>
  );
}
