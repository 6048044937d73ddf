import { useState } from 'react';
import {
  DEFAULT_SIGNER_NAME,
  MAX_NAME_LENGTH,
} from '../../engine/credentials/identity/signer-name.ts';
import { describeError } from '../../engine/error-sentences.ts';
import { EngineError } from '../../engine/errors.ts';
import type { Settings } from '../../storage/settings.ts';
import { Button } from '../../ui/Button.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { Field, INPUT } from '../../ui/Field.tsx';
import { Row } from './Row.tsx';

interface CredentialsRowProps {
  settings: Pick<Settings, 'signsPictures' | 'signerName'>;
  onChange(settings: Partial<Settings>): void;
  /** Deletes the key that signs. Resolves to what brings it back. */
  onForgetKey(): Promise<() => Promise<void>>;
}

/** Whether saved pictures say how they were made, signed, and in whose name. */
export function CredentialsRow({ settings, onChange, onForgetKey }: CredentialsRowProps) {
  const { signsPictures, signerName } = settings;
  return (
    <Row
      title="Content Credentials"
      text="A signed note in each picture you save: how it was made, with which model, and what was done to it since; not the prompt. Programs that check it say “valid, but from an unknown signer”, because the key is made in this browser and no authority vouches for it."
    >
      <div className="flex max-w-lg flex-col items-start gap-4">
        <Checkbox
          label="Add Content Credentials to saved pictures"
          isChecked={signsPictures}
          onChange={(isOn) => onChange({ signsPictures: isOn })}
        />
        {signsPictures && (
          <>
            <div className="w-full">
              <Field
                label="Name in credentials"
                hint="Optional. Everyone who gets the picture can read it."
              >
                {(id, hintId) => (
                  <input
                    id={id}
                    aria-describedby={hintId}
                    autoComplete="off"
                    maxLength={MAX_NAME_LENGTH}
                    placeholder={DEFAULT_SIGNER_NAME}
                    className={INPUT}
                    value={signerName}
                    onChange={({ target }) => onChange({ signerName: target.value })}
                  />
                )}
              </Field>
            </div>
            <KeyControls onForgetKey={onForgetKey} />
          </>
        )}
      </div>
    </Row>
  );
}

type KeyState =
  | { status: 'kept' }
  | { status: 'forgotten'; undo(): Promise<void> }
  | { status: 'failed'; error: EngineError };

function KeyControls({ onForgetKey }: Pick<CredentialsRowProps, 'onForgetKey'>) {
  const [state, setState] = useState<KeyState>({ status: 'kept' });
  const attempt = (work: Promise<KeyState>) =>
    void work.then(setState, (thrown: unknown) =>
      setState({ status: 'failed', error: EngineError.from(thrown) }),
    );
  const forget = async (): Promise<KeyState> => ({
    status: 'forgotten',
    undo: await onForgetKey(),
  });
  const bringBack = async (undo: () => Promise<void>): Promise<KeyState> => {
    await undo();
    return { status: 'kept' };
  };
  return (
    <div className="flex flex-col items-start gap-2">
      <p className="text-xs text-faint">
        The key stays in this browser. It cannot be copied, not even into a backup, and “Delete
        everything” deletes it.
      </p>
      <Button size="small" onClick={() => attempt(forget())}>
        Make a new key
      </Button>
      {state.status === 'failed' && (
        <p role="alert" className="text-sm text-danger">
          {describeError(state.error).sentence}{' '}
          <code className="font-mono text-xs select-all">{state.error.code}</code>
        </p>
      )}
      <div role="status" className="text-sm text-soft empty:hidden">
        {state.status === 'forgotten' && (
          <>
            The old key is deleted; the next picture is signed with a new one. What you signed
            before stays valid, but is no longer recognized as yours.{' '}
            <Button kind="quiet" size="small" onClick={() => attempt(bringBack(state.undo))}>
              Undo
            </Button>
          </>
        )}
      </div>
    </div>
  );
}
