import { Field, INPUT } from '../../../ui/Field.tsx';
import { joinClasses } from '../../../ui/class-names.ts';
import type { StepFieldProps } from './StepField.tsx';

const WHITE = '#ffffff';
const PLAIN = /^#[\da-f]{6}$/i;

/** A colour by eye or by its digits. Empty: the default, which the placeholder says. */
export function ColourField({ field, value, problem, onChange }: StepFieldProps) {
  const isWrong = problem !== undefined;
  const text = typeof value === 'string' ? value : '';
  const fallback = typeof field.default === 'string' ? field.default : '';
  const shown = text || fallback;
  return (
    <div className="col-span-full">
      <Field label={field.label} {...(field.hint ? { hint: field.hint } : {})}>
        {(id, hintId) => (
          <div className="flex gap-2">
            <input
              type="color"
              aria-label={`${field.label}, by eye`}
              value={PLAIN.test(shown) ? shown : WHITE}
              onChange={({ target }) => onChange(target.value)}
              className="h-10 w-12 shrink-0 cursor-pointer rounded-control border bg-raised p-1 touch:h-11"
            />
            <input
              id={id}
              aria-describedby={hintId}
              aria-invalid={isWrong}
              spellCheck={false}
              value={text}
              placeholder={fallback}
              onChange={({ target }) => onChange(target.value === '' ? undefined : target.value)}
              className={joinClasses(INPUT, 'font-mono', isWrong && 'border-danger')}
            />
          </div>
        )}
      </Field>
    </div>
  );
}
