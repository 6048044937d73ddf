import { useState } from 'react';
import { DeleteIcon } from '../../ui/action-icons.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Field, INPUT } from '../../ui/Field.tsx';
import { Row } from './Row.tsx';

/** The text to type as confirmation. */
const WORD = 'delete';

/** Deletes all that this site has stored. There is no undo, so it asks twice. */
export function DeleteRow({ onDelete }: { onDelete(): Promise<void> }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Row
      title="Delete everything"
      text="Removes everything Triptych has stored in this browser. This cannot be undone, but you can restore a backup you made before."
    >
      <Button size="small" kind="danger" className="border" onClick={() => setOpen(true)}>
        <DeleteIcon /> Delete everything
      </Button>
      <Dialog isOpen={isOpen} onOpenChange={setOpen} title="Delete everything">
        <Confirmation onDelete={onDelete} onCancel={() => setOpen(false)} />
      </Dialog>
    </Row>
  );
}

function Confirmation({ onDelete, onCancel }: { onDelete(): Promise<void>; onCancel(): void }) {
  const [typed, setTyped] = useState('');
  const [isDeleting, setDeleting] = useState(false);
  const isSure = typed.trim().toLowerCase() === WORD;
  return (
    <form
      className="flex flex-col gap-4 overflow-y-auto p-5 text-sm"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isSure || isDeleting) return;
        setDeleting(true);
        void onDelete();
      }}
    >
      <div>
        <p>This permanently deletes, in all tabs:</p>
        <ul className="mt-2 list-disc pl-5 text-soft">
          <li>all conversations, pictures and readings</li>
          <li>all downloaded models and unfinished downloads</li>
          <li>settings, presets, drafts and the key of Content Credentials</li>
          <li>the offline copy of Triptych</li>
        </ul>
      </div>
      <Field label={`Type “${WORD}” to continue`}>
        {(id) => (
          <input
            id={id}
            autoFocus
            autoComplete="off"
            autoCapitalize="none"
            className={INPUT}
            value={typed}
            onChange={({ target }) => setTyped(target.value)}
          />
        )}
      </Field>
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onCancel}>Cancel</Button>
        <Button
          type="submit"
          kind="danger"
          className="border border-danger"
          disabled={!isSure || isDeleting}
        >
          <DeleteIcon /> {isDeleting ? 'Deleting' : 'Delete everything now'}
        </Button>
      </div>
    </form>
  );
}
