import { Field, INPUT } from '../../../ui/Field.tsx';

interface NumberFieldProps {
  label: string;
  hint?: string;
  value: number | null;
  /** Shown while there is no value. */
  placeholder?: string;
  min: number;
  max: number;
  step: number;
  onChange(value: number | null): void;
}

/**
 * A number that may be left out; what is typed is taken as it is, and the engine says what is wrong
 * with it.
 */
export function NumberField({
  label,
  hint,
  value,
  placeholder,
  min,
  max,
  step,
  onChange,
}: NumberFieldProps) {
  return (
    <Field label={label} {...(hint ? { hint } : {})}>
      {(id, hintId) => (
        <input
          id={id}
          aria-describedby={hintId}
          type="number"
          min={min}
          max={max}
          step={step}
          value={value ?? ''}
          placeholder={placeholder}
          onChange={({ target }) =>
            onChange(
              target.value.trim() === '' || !Number.isFinite(target.valueAsNumber)
                ? null
                : target.valueAsNumber,
            )
          }
          className={INPUT}
        />
      )}
    </Field>
  );
}
