import { useState } from 'react';
import { parseJson } from '../../../engine/parse-json.ts';
import { Field, INPUT } from '../../../ui/Field.tsx';
import { joinClasses } from '../../../ui/class-names.ts';
import type { StepFieldProps } from './StepField.tsx';

/** An option that no simple control can set. What is not JSON yet is handed on as the text it is. */
export function JsonField({ field, value, problem, onChange }: StepFieldProps) {
  const isWrong = problem !== undefined;
  const [text, setText] = useState(value === undefined ? '' : JSON.stringify(value));
  return (
    <div className="col-span-full">
      <Field label={field.label} hint={field.hint ?? 'As JSON.'}>
        {(id, hintId) => (
          <textarea
            id={id}
            rows={2}
            placeholder={field.default === undefined ? '' : JSON.stringify(field.default)}
            spellCheck={false}
            aria-describedby={hintId}
            aria-invalid={isWrong}
            value={text}
            onChange={({ target }) => {
              setText(target.value);
              const written = target.value.trim();
              onChange(written === '' ? undefined : (parseJson(written) ?? written));
            }}
            className={joinClasses(INPUT, 'font-mono text-xs', isWrong && 'border-danger')}
          />
        )}
      </Field>
    </div>
  );
}
