import { useState } from 'react';
import { Button } from '../../../ui/Button.tsx';
import { INPUT } from '../../../ui/Field.tsx';

interface NameFormProps {
  label: string;
  /** What its button does. */
  action: string;
  initial?: string;
  placeholder?: string;
  /** Without it there is nothing to cancel, and the field does not take the focus. */
  onCancel?(): void;
  /** Never empty. */
  onName(name: string): void;
}

/** Asks for the name of a collection. */
export function NameForm(props: NameFormProps) {
  const { label, action, initial = '', placeholder, onCancel, onName } = props;
  const [name, setName] = useState(initial);
  return (
    <form
      className="flex max-w-lg flex-wrap gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() === '') return;
        onName(name.trim());
        setName('');
      }}
    >
      <input
        aria-label={label}
        value={name}
        maxLength={80}
        placeholder={placeholder ?? label}
        autoFocus={onCancel !== undefined}
        onFocus={({ target }) => target.select()}
        onChange={({ target }) => setName(target.value)}
        onKeyDown={({ key }) => key === 'Escape' && onCancel?.()}
        className={`${INPUT} w-auto min-w-0 flex-1 basis-48`}
      />
      <Button type="submit" kind={onCancel ? 'primary' : 'secondary'} disabled={name.trim() === ''}>
        {action}
      </Button>
      {onCancel && (
        <Button kind="quiet" onClick={onCancel}>
          Cancel
        </Button>
      )}
    </form>
  );
}
