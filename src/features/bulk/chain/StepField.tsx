import type { Word } from '../../../engine/image-ops/describe-options.ts';
import { Checkbox } from '../../../ui/Checkbox.tsx';
import { Choice } from '../../../ui/Choice.tsx';
import { joinClasses } from '../../../ui/class-names.ts';
import { Field, INPUT } from '../../../ui/Field.tsx';
import { Slider } from '../../../ui/Slider.tsx';
import { wordsOf, type OptionField } from './operation-table.ts';
import { ColourField } from './ColourField.tsx';
import { JsonField } from './JsonField.tsx';

export interface StepFieldProps {
  field: OptionField;
  /** `undefined`: what the operation takes by default. */
  value: unknown;
  isWrong: boolean;
  onChange(value: unknown): void;
}

/** The control of one option. */
export function StepField(props: StepFieldProps) {
  const { field } = props;
  const { kind } = field.value;
  if (kind === 'number')
    return field.kind === 'slider' ? <SliderField {...props} /> : <NumberField {...props} />;
  if (kind === 'choice') return <ChoiceField {...props} values={field.value.values} />;
  if (kind === 'choices') return <ChoicesField {...props} values={field.value.values} />;
  if (kind === 'flag') return <FlagField {...props} />;
  if (kind === 'json') return <JsonField {...props} />;
  return field.kind === 'colour' ? <ColourField {...props} /> : <TextField {...props} />;
}

const numberOf = (value: unknown): number | undefined =>
  typeof value === 'number' ? value : undefined;

function SliderField({ field, value, onChange }: StepFieldProps) {
  const { label, hint, unit = '', value: range } = field;
  if (range.kind !== 'number') return null;
  const shown = numberOf(value) ?? numberOf(field.default) ?? range.min;
  return (
    <div className="col-span-full flex flex-col gap-1">
      <div className="flex items-baseline justify-between gap-2 text-sm">
        <span className="font-medium" aria-hidden>
          {label}
        </span>
        <span className="text-xs text-faint">
          {shown} {unit}
        </span>
      </div>
      <Slider
        label={label}
        value={shown}
        min={range.min}
        max={range.max}
        step={range.isWhole ? 1 : 0.1}
        valueText={`${shown} ${unit}`}
        onChange={onChange}
      />
      {hint && <p className="text-xs text-faint">{hint}</p>}
    </div>
  );
}

function NumberField({ field, value, isWrong, onChange }: StepFieldProps) {
  const { label, hint, unit, unitSize = 1 } = field;
  const shown = numberOf(value);
  const placeholder = numberOf(field.default);
  return (
    <Field label={label} aside={unit} {...(hint ? { hint } : {})}>
      {(id, hintId) => (
        <input
          id={id}
          type="number"
          inputMode="decimal"
          step="any"
          aria-describedby={hintId}
          aria-invalid={isWrong}
          value={shown === undefined ? '' : shown / unitSize}
          placeholder={placeholder === undefined ? 'Automatic' : String(placeholder / unitSize)}
          onChange={({ target }) =>
            onChange(target.value === '' ? undefined : Number(target.value) * unitSize)
          }
          className={joinClasses(INPUT, isWrong && 'border-danger')}
        />
      )}
    </Field>
  );
}

interface WordsProps extends StepFieldProps {
  values: readonly Word[];
}

const titleOf = (word: Word, words: OptionField['words'] = {}) =>
  words[word] ?? (typeof word === 'string' ? wordsOf(word) : String(word));

const MOST_BUTTONS = 3;

function ChoiceField({ field, value, values, onChange }: WordsProps) {
  const { label, hint, words } = field;
  const shown = String(value ?? field.default ?? values[0]);
  const choose = (text: string) => onChange(values.find((word) => String(word) === text));
  if (values.length <= MOST_BUTTONS)
    return (
      <div className="col-span-full flex flex-col gap-1">
        <span className="text-sm font-medium" aria-hidden>
          {label}
        </span>
        <Choice
          label={label}
          value={shown}
          options={values.map((word) => ({ value: String(word), label: titleOf(word, words) }))}
          onChange={choose}
        />
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
          {values.map((word) => (
            <option key={word} value={word}>
              {titleOf(word, words)}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

function ChoicesField({ field, value, values, onChange }: WordsProps) {
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

function FlagField({ field, value, onChange }: StepFieldProps) {
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

function TextField({ field, value, isWrong, onChange }: StepFieldProps) {
  const { label, hint } = field;
  return (
    <div className="col-span-full">
      <Field label={label} {...(hint ? { hint } : {})}>
        {(id, hintId) => (
          <input
            id={id}
            aria-describedby={hintId}
            aria-invalid={isWrong}
            value={typeof value === 'string' ? value : ''}
            placeholder={typeof field.default === 'string' ? field.default : ''}
            onChange={({ target }) => onChange(target.value === '' ? undefined : target.value)}
            className={joinClasses(INPUT, isWrong && 'border-danger')}
          />
        )}
      </Field>
    </div>
  );
}
