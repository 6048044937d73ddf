import { joinClasses } from './class-names.ts';
import { INPUT } from './Field.tsx';

interface SelectProps {
  label: string;
  value: string;
  /** Value and title of each. */
  options: readonly (readonly [string, string])[];
  onChange(value: string): void;
}

/** One of many options, without a visible label: the first of them says what it is about. */
export function Select({ label, value, options, onChange }: SelectProps) {
  return (
    <select
      aria-label={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      className={joinClasses(INPUT, 'w-auto max-w-full')}
    >
      {options.map(([option, title]) => (
        <option key={option} value={option}>
          {title}
        </option>
      ))}
    </select>
  );
}
