import { useState } from 'react';
import type { PictureLibrary } from '../../../engine-client/picture-library.ts';
import type { StoredPicture } from '../../../engine/images/picture-store.ts';
import { UndoIcon } from '../../../ui/action-icons.ts';
import { Button } from '../../../ui/Button.tsx';
import { Field, INPUT } from '../../../ui/Field.tsx';

interface PictureNoteProps {
  library: Pick<PictureLibrary, 'setNote'>;
  picture: StoredPicture;
}

/** What somebody writes about a picture, kept with every keystroke. One per picture: give it a key. */
export function PictureNote({ library, picture: { id, note = '' } }: PictureNoteProps) {
  // The field is ahead of what is stored, and must not follow it while somebody types.
  const [text, setText] = useState(note);
  const [before] = useState(note);
  function write(next: string): void {
    setText(next);
    void library.setNote(id, next);
  }
  return (
    <div className="flex flex-col items-start gap-1.5">
      <Field label="Note">
        {(fieldId) => (
          <textarea
            id={fieldId}
            rows={2}
            value={text}
            placeholder="Anything you want to find it by"
            onChange={({ target }) => write(target.value)}
            className={`${INPUT} field-sizing-content max-h-40 resize-none`}
          />
        )}
      </Field>
      {text !== before && (
        <Button size="small" kind="quiet" onClick={() => write(before)}>
          <UndoIcon /> {before === '' ? 'Remove the note' : 'Restore the earlier note'}
        </Button>
      )}
    </div>
  );
}
