import { useState, type FormEvent } from 'react';
import {
  LIMIT_PERIODS,
  LIMIT_UNITS,
  SCOPES,
  type Scope,
} from '../../../engine/companion/access-key.ts';
import type { KeyWanted } from '../../../engine/companion/companion-admin.ts';
import { Button } from '../../../ui/Button.tsx';
import { Checkbox } from '../../../ui/Checkbox.tsx';
import { Field, INPUT } from '../../../ui/Field.tsx';
import { Select } from '../../../ui/Select.tsx';
import { UNIT_NAMES } from '../describe-report.ts';
import { EMPTY_FORM, readKeyForm, type KeyForm } from './read-key-form.ts';

interface NewKeyFormProps {
  isBusy: boolean;
  /** Why the last attempt failed; else empty. */
  failure: string;
  onCreate(wanted: KeyWanted): void;
  onCancel(): void;
}

const SCOPE_LABELS: Readonly<Record<Scope, string>> = {
  chat: 'Chat and texts',
  images: 'Pictures',
  speech: 'Speech',
  studio: 'Studio and jobs',
  admin: 'Admin: this screen, all keys, the log',
};

export function NewKeyForm({ isBusy, failure, onCreate, onCancel }: NewKeyFormProps) {
  const [form, setForm] = useState(EMPTY_FORM);
  const [wrong, setWrong] = useState('');
  const change = (part: Partial<KeyForm>) => setForm((before) => ({ ...before, ...part }));
  function submit(event: FormEvent) {
    event.preventDefault();
    const { wanted, error = '' } = readKeyForm(form);
    setWrong(error);
    if (wanted) onCreate(wanted);
  }
  return (
    <form onSubmit={submit} noValidate autoComplete="off" className="flex flex-col gap-5">
      <Field label="Name" hint="Who or what it is for. It appears in the log.">
        {(id, hintId) => (
          <input
            id={id}
            aria-describedby={hintId}
            autoFocus
            maxLength={64}
            className={INPUT}
            value={form.name}
            onChange={({ target }) => change({ name: target.value })}
          />
        )}
      </Field>
      <ScopeFields form={form} onChange={change} />
      <LimitFields form={form} onChange={change} />
      <Field label="Days until it expires" hint="Leave empty for a key that does not expire.">
        {(id, hintId) => (
          <input
            id={id}
            aria-describedby={hintId}
            inputMode="decimal"
            className={INPUT}
            value={form.days}
            onChange={({ target }) => change({ days: target.value })}
          />
        )}
      </Field>
      <p role="alert" className="text-danger empty:hidden">
        {wrong || failure}
      </p>
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" kind="primary" disabled={isBusy}>
          Create key
        </Button>
      </div>
    </form>
  );
}

interface FormPartProps {
  form: KeyForm;
  onChange(part: Partial<KeyForm>): void;
}

function ScopeFields({ form: { scopes }, onChange }: FormPartProps) {
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="mb-1 font-medium">May be used for</legend>
      {SCOPES.map((scope) => (
        <Checkbox
          key={scope}
          label={SCOPE_LABELS[scope]}
          isChecked={scopes.includes(scope)}
          onChange={(isChecked) =>
            onChange({
              scopes: SCOPES.filter((each) => (each === scope ? isChecked : scopes.includes(each))),
            })
          }
        />
      ))}
    </fieldset>
  );
}

function LimitFields({ form: { limits }, onChange }: FormPartProps) {
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 font-medium">Limits (leave empty for none)</legend>
      {LIMIT_UNITS.map((unit) => {
        const limit = limits[unit];
        const change = (part: Partial<typeof limit>) =>
          onChange({ limits: { ...limits, [unit]: { ...limit, ...part } } });
        return (
          <div key={unit} className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <span className="w-36">{UNIT_NAMES[unit]}</span>
            <input
              aria-label={UNIT_NAMES[unit]}
              inputMode="numeric"
              className={`${INPUT} min-w-24 flex-1`}
              value={limit.amount}
              onChange={({ target }) => change({ amount: target.value })}
            />
            <Select
              label={`${UNIT_NAMES[unit]}: per`}
              value={limit.per}
              options={LIMIT_PERIODS.map((per) => [per, `a ${per}`] as const)}
              onChange={(per) => change({ per: per === 'minute' ? 'minute' : 'day' })}
            />
          </div>
        );
      })}
    </fieldset>
  );
}
