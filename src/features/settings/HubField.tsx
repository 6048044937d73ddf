import { useState, type FormEvent } from 'react';
import { Button } from '../../ui/Button.tsx';
import { Field, INPUT } from '../../ui/Field.tsx';
import { parseHubUrl } from './hub-url.ts';

interface HubFieldProps {
  /** Empty for the public hub. */
  hubUrl: string;
  onChange(hubUrl: string): void;
}

/** The address of a hub, checked before it is taken. */
export function HubField({ hubUrl, onChange }: HubFieldProps) {
  const [text, setText] = useState(hubUrl);
  const [error, setError] = useState('');
  function submit(event: FormEvent) {
    event.preventDefault();
    const parsed = parseHubUrl(text);
    setError(parsed.error ?? '');
    if (parsed.url === undefined) return;
    setText(parsed.url);
    onChange(parsed.url);
  }
  return (
    <form onSubmit={submit} noValidate className="max-w-lg">
      <Field label="Hub" {...(error ? { hint: error } : {})}>
        {(id, hintId) => (
          <div className="flex gap-2">
            <input
              id={id}
              aria-describedby={hintId}
              aria-invalid={error !== ''}
              className={INPUT}
              type="url"
              placeholder="https://huggingface.co"
              value={text}
              onChange={({ target }) => setText(target.value)}
            />
            <Button type="submit" disabled={text.trim() === hubUrl}>
              {text.trim() === '' ? 'Use the public hub' : 'Use'}
            </Button>
          </div>
        )}
      </Field>
    </form>
  );
}
