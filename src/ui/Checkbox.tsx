interface CheckboxProps {
  label: string;
  isChecked: boolean;
  /** Neither on nor off: it holds for some of several things. */
  isMixed?: boolean;
  onChange(isChecked: boolean): void;
}

/** Something that is on or off, among other fields. */
export function Checkbox({ label, isChecked, isMixed = false, onChange }: CheckboxProps) {
  return (
    <label className="flex items-center gap-2 text-sm touch:min-h-11">
      <input
        ref={(input) => {
          if (input) input.indeterminate = isMixed;
        }}
        type="checkbox"
        checked={isChecked}
        onChange={(event) => onChange(event.target.checked)}
        className="size-4 shrink-0 accent-accent"
      />
      {label}
    </label>
  );
}
