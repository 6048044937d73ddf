import { useStore } from 'zustand';
import type { CompanionKey } from '../../../engine/companion/companion-admin.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import type { AdminStore } from '../admin-store.ts';

interface RevokeDialogProps {
  store: AdminStore;
  /** The key to end; `null`: the dialog is closed. */
  item: CompanionKey | null;
  onClose(): void;
}

/** Asks once more: a key that was revoked does not come back. */
export function RevokeDialog({ store, item, onClose }: RevokeDialogProps) {
  const { isActing, actionFailure, revokeKey } = useStore(store);
  async function revoke(id: string) {
    await revokeKey(id);
    if (store.getState().actionFailure === '') onClose();
  }
  return (
    <Dialog
      isOpen={item !== null}
      onOpenChange={(isOpen) => isOpen || onClose()}
      title="Revoke key"
    >
      {item && (
        <div className="flex flex-col gap-4 overflow-y-auto p-5 text-sm">
          <p className="break-words">
            Anything that uses “{item.name}” will be refused from now on. This cannot be undone, but
            you can create a new key.
          </p>
          {item.isCurrent && (
            <p className="text-danger">This page uses this key and will be refused too.</p>
          )}
          {actionFailure !== '' && (
            <p role="alert" className="text-danger">
              {actionFailure}
            </p>
          )}
          <div className="flex flex-wrap justify-end gap-2">
            <Button onClick={onClose}>Cancel</Button>
            <Button
              kind="danger"
              className="border border-danger"
              disabled={isActing}
              onClick={() => void revoke(item.id)}
            >
              Revoke key
            </Button>
          </div>
        </div>
      )}
    </Dialog>
  );
}
