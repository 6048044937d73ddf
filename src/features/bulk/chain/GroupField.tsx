import { Checkbox } from '../../../ui/Checkbox.tsx';
import { PartFields, type PartFieldsProps } from './PartFields.tsx';

/** Options that belong together: turned on and off as one, or folded away if there is a default. */
export function GroupField(props: PartFieldsProps) {
  const { field, value, problem, onChange } = props;
  const { label, hint, isRequired, begin = {} } = field;
  const isSwitch = !isRequired && field.default === undefined;
  if (!isSwitch)
    return (
      <details className="col-span-full" {...(problem === undefined ? {} : { open: true })}>
        <summary className="cursor-pointer py-1 text-sm font-medium touch:min-h-11 touch:py-3">
          {label}
        </summary>
        <div className="flex flex-col gap-3 border-l-2 py-1 pl-3">
          <PartFields {...props} />
          {hint && <p className="text-xs text-faint">{hint}</p>}
        </div>
      </details>
    );
  const isOn = value !== undefined;
  return (
    <fieldset className="col-span-full flex flex-col gap-2">
      <legend className="sr-only">{label}</legend>
      <Checkbox
        label={label}
        isChecked={isOn}
        onChange={(isChecked) => onChange(isChecked ? begin : undefined, 'on')}
      />
      {isOn && (
        <div className="border-l-2 py-1 pl-3">
          <PartFields {...props} />
        </div>
      )}
      {hint && <p className="text-xs text-faint">{hint}</p>}
    </fieldset>
  );
}
