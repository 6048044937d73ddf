import { Checkbox } from '../../../ui/Checkbox.tsx';
import { joinClasses } from '../../../ui/class-names.ts';
import { Field, INPUT } from '../../../ui/Field.tsx';
import { Slider } from '../../../ui/Slider.tsx';
import { titleOf } from './operation-table.ts';
import type { StepFieldProps } from './StepField.tsx';

const STEP = 0.1;
const FINE_STEP = 0.01;
/** Characters of a hint that half of a form is too narrow for. */
const LONG_HINT = 60;

const numberOf = (value: unknown): number | undefined =>
  typeof value === 'number' ? value : undefined;

/** A number by eye. */
export function SliderField({ field, value, onChange }: StepFieldProps) {
  const { label, hint, unit = '', unitSize = 1, value: range } = field;
  if (range.kind !== 'number') return null;
  const shown = numberOf(value) ?? numberOf(field.default) ?? range.min;
  const text = `${toUnit(shown, unitSize)} ${unit}`;
  return (
    <div className="col-span-full flex flex-col gap-1">
      <div className="flex items-baseline justify-between gap-2 text-sm">
        <span className="font-medium" aria-hidden>
          {label}
        </span>
        <span className="text-xs text-faint">{text}</span>
      </div>
      <Slider
        label={label}
        value={shown}
        min={range.min}
        max={range.max}
        step={range.isWhole ? 1 : range.max <= 1 ? FINE_STEP : STEP}
        valueText={text}
        onChange={onChange}
      />
      {hint && <p className="text-xs text-faint">{hint}</p>}
    </div>
  );
}

/** Without the tail of digits that dividing leaves. */
const toUnit = (value: number, unitSize: number) => Number((value / unitSize).toPrecision(10));

/** A number in digits; or a word in its place, which has a box to tick. */
export function NumberField(props: StepFieldProps) {
  const { field, value, onChange } = props;
  const word = field.value.kind === 'number' ? field.value.word : undefined;
  if (word === undefined) return <Digits {...props} />;
  return (
    <div className="col-span-full flex flex-col gap-1">
      {value !== word && <Digits {...props} />}
      <Checkbox
        label={`${value === word ? `${field.label}: ` : ''}${titleOf(word, field.words)}`}
        isChecked={value === word}
        onChange={(isChecked) => onChange(isChecked ? word : undefined)}
      />
    </div>
  );
}

function Digits({ field, value, problem, onChange }: StepFieldProps) {
  const { label, hint, unit, unitSize = 1, automatic = 'Automatic' } = field;
  const isWrong = problem !== undefined;
  const shown = numberOf(value);
  const fallback = numberOf(field.default);
  const isWide = hint !== undefined && hint.length > LONG_HINT;
  return (
    <div className={isWide ? 'col-span-full' : ''}>
      <Field label={label} aside={unit} {...(hint ? { hint } : {})}>
        {(id, hintId) => (
          <input
            id={id}
            type="number"
            inputMode="decimal"
            step="any"
            aria-describedby={hintId}
            aria-invalid={isWrong}
            value={shown === undefined ? '' : toUnit(shown, unitSize)}
            placeholder={fallback === undefined ? automatic : String(toUnit(fallback, unitSize))}
            onChange={({ target }) =>
              onChange(target.value === '' ? undefined : Number(target.value) * unitSize)
            }
            className={joinClasses(INPUT, isWrong && 'border-danger')}
          />
        )}
      </Field>
    </div>
  );
}
