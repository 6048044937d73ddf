import { useState, type FormEvent } from 'react';
import { useStore } from 'zustand';
import type { CompanionState } from '../../../engine-client/companion/companion-state.ts';
import type { Observable } from '../../../engine-client/observable.ts';
import { Button } from '../../../ui/Button.tsx';
import { Field, INPUT } from '../../../ui/Field.tsx';
import { Row } from '../Row.tsx';
import { parseCompanionUrl } from './companion-address.ts';
import { describeCompanion } from './describe-companion.ts';

export interface CompanionRowProps {
  companion: Observable<CompanionState>;
  /** '' forgets the one that was typed. `key`: a new one; `undefined` keeps the one that is there. */
  onUse(url: string, key: string | undefined): Promise<void>;
  onCheck(): Promise<void>;
  /** Opens the screen on which whoever runs it looks after it. */
  onManage(): void;
}

/** The server that computes what is too much for a tab. */
export function CompanionRow({ companion, onUse, onCheck, onManage }: CompanionRowProps) {
  const state = useStore(companion);
  return (
    <Row
      title="Companion"
      text="A computer of yours that runs “npm run server” can run models that are too large for a tab. What you ask them is sent there."
    >
      <div className="flex max-w-lg flex-col items-start gap-3">
        <CompanionForm state={state} onUse={onUse} onCheck={onCheck} />
        <Status state={state} />
        {state.url !== '' && (
          <Button size="small" onClick={onManage}>
            Manage…
          </Button>
        )}
      </div>
    </Row>
  );
}

interface CompanionFormProps extends Omit<CompanionRowProps, 'companion' | 'onManage'> {
  state: CompanionState;
}

function CompanionForm({ state, onUse, onCheck }: CompanionFormProps) {
  const { url, isOwn, hasKey, status } = state;
  const [address, setAddress] = useState(url);
  const [key, setKey] = useState('');
  const [error, setError] = useState('');
  /** The address of the page's own server need not be kept. */
  const kept = isOwn ? '' : url;
  function take(next: string, newKey: string | undefined) {
    setAddress(next || (isOwn ? url : ''));
    setKey('');
    void onUse(next, newKey);
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    const parsed = parseCompanionUrl(address);
    setError(parsed.error ?? '');
    if (parsed.url === undefined) return;
    if (parsed.url !== url) take(parsed.url, key.trim() || undefined);
    else if (key !== '') take(kept, key.trim());
    else void onCheck();
  }
  const isUnchanged = address.trim() === url && key === '';
  return (
    <form onSubmit={submit} noValidate autoComplete="off" className="flex w-full flex-col gap-3">
      <AddressField value={address} error={error} onChange={setAddress} />
      <KeyField value={key} hasKey={hasKey} onChange={setKey} />
      <div className="flex flex-wrap gap-2">
        <Button
          type="submit"
          size="small"
          disabled={address.trim() === '' || status === 'checking'}
        >
          {isUnchanged ? 'Check' : 'Use and check'}
        </Button>
        {hasKey && (
          <Button size="small" kind="quiet" onClick={() => take(kept, '')}>
            Forget the key
          </Button>
        )}
        {kept !== '' && (
          <Button size="small" kind="quiet" onClick={() => take('', '')}>
            Remove
          </Button>
        )}
      </div>
    </form>
  );
}

interface TextProps {
  value: string;
  onChange(value: string): void;
}

function AddressField({ value, error, onChange }: TextProps & { error: string }) {
  return (
    <Field label="Address" {...(error ? { hint: error } : {})}>
      {(id, hintId) => (
        <input
          id={id}
          aria-describedby={hintId}
          aria-invalid={error !== ''}
          className={INPUT}
          type="url"
          inputMode="url"
          autoComplete="off"
          placeholder="http://192.168.1.20:4174"
          value={value}
          onChange={({ target }) => onChange(target.value)}
        />
      )}
    </Field>
  );
}

/** A key that is kept is never shown again. */
function KeyField({ value, hasKey, onChange }: TextProps & { hasKey: boolean }) {
  const where = 'It is kept in this browser, and in no backup.';
  return (
    <Field
      label="Key"
      hint={
        hasKey
          ? `${where} Type another one to replace it.`
          : `Only if the companion wants one. ${where}`
      }
    >
      {(id, hintId) => (
        <input
          id={id}
          aria-describedby={hintId}
          className={INPUT}
          type="password"
          autoComplete="off"
          spellCheck={false}
          placeholder={hasKey ? '••••••••••••' : ''}
          value={value}
          onChange={({ target }) => onChange(target.value)}
        />
      )}
    </Field>
  );
}

function Status({ state }: { state: CompanionState }) {
  const isWrong = state.status === 'away';
  return (
    <p
      role="status"
      className={`text-sm break-words empty:hidden ${isWrong ? 'text-danger' : 'text-soft'}`}
    >
      {describeCompanion(state, location.origin)}
    </p>
  );
}
