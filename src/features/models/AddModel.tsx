import { Search } from 'lucide-react';
import { useState, type FormEvent, type ReactNode } from 'react';
import { describeError } from '../../engine/error-sentences.ts';
import { Button } from '../../ui/Button.tsx';
import { Field, INPUT } from '../../ui/Field.tsx';
import type { Lookup } from './models-store.ts';

interface AddModelProps {
  lookup: Lookup;
  onLookUp(text: string): void;
  onStop(): void;
  /** What was found, to look at before anything is downloaded. */
  children: ReactNode;
}

/** Any repository of the hub by its name. */
export function AddModel({ lookup, onLookUp, onStop, children }: AddModelProps) {
  const [text, setText] = useState('');
  const isRunning = lookup.status === 'running';
  function submit(event: FormEvent) {
    event.preventDefault();
    if (isRunning) onStop();
    else if (text.trim()) onLookUp(text);
  }
  return (
    <section aria-label="Add a model">
      <form onSubmit={submit}>
        <Field
          label="Add a model from the hub"
          hint="A repository in ONNX or GGUF, such as onnx-community/Qwen3-0.6B-ONNX or unsloth/Qwen3-1.7B-GGUF. Looking it up downloads no weights yet."
        >
          {(id, hintId) => (
            <div className="flex gap-2">
              <input
                id={id}
                aria-describedby={hintId}
                className={INPUT}
                placeholder="owner/name"
                autoComplete="off"
                autoCapitalize="none"
                spellCheck={false}
                value={text}
                onChange={({ target }) => setText(target.value)}
              />
              <Button type="submit" disabled={!isRunning && text.trim() === ''}>
                <Search /> {isRunning ? 'Stop' : 'Look up'}
              </Button>
            </div>
          )}
        </Field>
      </form>
      {lookup.status === 'failed' && (
        <p role="alert" className="mt-2 text-sm text-danger">
          {describeError(lookup.error).sentence}{' '}
          <code className="font-mono text-xs select-all">{lookup.error.code}</code>
        </p>
      )}
      {lookup.status === 'found' && <div className="mt-4">{children}</div>}
    </section>
  );
}
