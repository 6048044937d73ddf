import type { Word } from '../../../engine/image-ops/describe-options.ts';
import { Checkbox } from '../../../ui/Checkbox.tsx';
import { Choice } from '../../../ui/Choice.tsx';
import { joinClasses } from '../../../ui/class-names.ts';
import { Field, INPUT } from '../../../ui/Field.tsx';
import { titleOf } from './operation-table.ts';
import type { StepFieldProps } from './StepField.tsx';

interface WordsProps extends StepFieldProps {
  values: readonly Word[];
}

const MOST_BUTTONS = 3;
/** What a choice is where nothing is chosen. */
const NONE = '';

/** One of some words. */
export function ChoiceField({ field, value, values, onChange }: WordsProps) {
  const { label, hint, words, isRequired, automatic = 'Automatic' } = field;
  const fallback = field.default ?? (isRequired ? values[0] : NONE);
  const shown = String(value ?? fallback);
  const options = [
    ...(fallback === NONE ? [{ value: NONE, label: automatic }] : []),
    ...values.map((word) => ({ value: String(word), label: titleOf(word, words) })),
  ];
  const choose = (text: string) => onChange(values.find((word) => String(word) === text));
  if (options.length <= MOST_BUTTONS)
    return (
      <div className="col-span-full flex flex-col gap-1">
        <span className="text-sm font-medium" aria-hidden>
          {label}
        </span>
        <Choice label={label} value={shown} options={options} onChange={choose} />
        {hint && <p className="text-xs text-faint">{hint}</p>}
      </div>
    );
  return (
    <Field label={label} {...(hint ? { hint } : {})}>
      {(id, hintId) => (
        <select
          id={id}
          aria-describedby={hintId}
          value={shown}
          onChange={({ target }) => choose(target.value)}
          className={INPUT}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

/** Some of some words. */
export function ChoicesField({ field, value, values, onChange }: WordsProps) {
  const { label, words } = field;
  const chosen: readonly unknown[] = [value ?? field.default ?? []].flat();
  const choose = (next: readonly Word[]) => onChange(next.length > 0 ? next : undefined);
  return (
    <fieldset className="col-span-full">
      <legend className="text-sm font-medium">{label}</legend>
      <div className="flex flex-wrap gap-x-4">
        {values.map((word) => (
          <Checkbox
            key={word}
            label={titleOf(word, words)}
            isChecked={chosen.includes(word)}
            onChange={(isChecked) =>
              choose(values.filter((each) => (each === word ? isChecked : chosen.includes(each))))
            }
          />
        ))}
      </div>
      {field.hint && <p className="text-xs text-faint">{field.hint}</p>}
    </fieldset>
  );
}

/** On or off. */
export function FlagField({ field, value, onChange }: StepFieldProps) {
  return (
    <div className="col-span-full">
      <Checkbox
        label={field.label}
        isChecked={Boolean(value ?? field.default)}
        onChange={(isChecked) => onChange(isChecked)}
      />
      {field.hint && <p className="text-xs text-faint">{field.hint}</p>}
    </div>
  );
}

/** A line of text, or several. */
export function TextField({ field, value, problem, onChange }: StepFieldProps) {
  const { label, hint, automatic = '' } = field;
  const isWrong = problem !== undefined;
  const Control = field.kind === 'lines' ? 'textarea' : 'input';
  return (
    <div className="col-span-full">
      <Field label={label} {...(hint ? { hint } : {})}>
        {(id, hintId) => (
          <Control
            id={id}
            {...(field.kind === 'lines' ? { rows: 2 } : {})}
            aria-describedby={hintId}
            aria-invalid={isWrong}
            value={typeof value === 'string' ? value : ''}
            placeholder={typeof field.default === 'string' ? field.default : automatic}
            onChange={({ target }: { target: { value: string } }) =>
              onChange(target.value === '' ? undefined : target.value)
            }
            className={joinClasses(INPUT, isWrong && 'border-danger')}
          />
        )}
      </Field>
    </div>
  );
}
