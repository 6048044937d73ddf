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
}

/** The server that computes what is too much for a tab. */
export function CompanionRow({ companion, onUse, onCheck }: CompanionRowProps) {
  const state = useStore(companion);
  return (
    <Row
      title="Companion"
      text="A computer of yours that runs “npm run server” can run models that are too large for a tab. What you ask them is sent there and nowhere else."
    >
      <div className="flex max-w-lg flex-col items-start gap-3">
        <CompanionForm state={state} onUse={onUse} onCheck={onCheck} />
        <Status state={state} />
      </div>
    </Row>
  );
}

interface CompanionFormProps extends Omit<CompanionRowProps, 'companion'> {
  state: CompanionState;
}

function CompanionForm({ state, onUse, onCheck }: CompanionFormProps) {
  const { url, isOwn, hasKey, status } = state;
  const [address, setAddress] = useState(url);
  const [key, setKey] = useState('');
  const [error, setError] = useState('');
  const isUnchanged = address.trim() === url && key === '';
  function submit(event: FormEvent) {
    event.preventDefault();
    const parsed = parseCompanionUrl(address);
    setError(parsed.error ?? '');
    if (parsed.url === undefined) return;
    const isSame = parsed.url === url;
    if (isSame && key === '') return void onCheck();
    // The address of the page's own server need not be kept.
    use(isSame && isOwn ? '' : parsed.url, key.trim() || undefined);
  }
  function use(next: string, newKey: string | undefined) {
    setAddress(next || (isOwn ? url : ''));
    setKey('');
    void onUse(next, newKey);
  }
  return (
    <form onSubmit={submit} noValidate autoComplete="off" className="flex w-full flex-col gap-3">
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
            value={address}
            onChange={({ target }) => setAddress(target.value)}
          />
        )}
      </Field>
      <Field
        label="Key"
        hint={
          hasKey
            ? 'A key is kept in this browser, and in no backup. Type another one to replace it.'
            : 'Only if the companion wants one. It is kept in this browser, and in no backup.'
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
            value={key}
            onChange={({ target }) => setKey(target.value)}
          />
        )}
      </Field>
      <div className="flex flex-wrap gap-2">
        <Button
          type="submit"
          size="small"
          disabled={address.trim() === '' || status === 'checking'}
        >
          {isUnchanged ? 'Check' : 'Use and check'}
        </Button>
        {hasKey && (
          <Button size="small" kind="quiet" onClick={() => use(isOwn ? '' : url, '')}>
            Forget the key
          </Button>
        )}
        {url !== '' && !isOwn && (
          <Button size="small" kind="quiet" onClick={() => use('', '')}>
            Remove
          </Button>
        )}
      </div>
    </form>
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
