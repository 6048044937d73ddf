import type { ComponentType } from 'react';
import { withOption, type StepOptions } from './chain-store.ts';
import type { StepFieldProps } from './StepField.tsx';

export interface PartFieldsProps extends StepFieldProps {
  /** The control of each part. */
  Part: ComponentType<StepFieldProps>;
}

export const optionsOf = (value: unknown): StepOptions =>
  typeof value === 'object' && value !== null ? (value as StepOptions) : {};

/** What of a path lies within one of its names; `undefined`: it leads elsewhere. */
export function pathWithin(path: string | undefined, name: string): string | undefined {
  if (path === name) return '';
  return path?.startsWith(`${name}.`) ? path.slice(name.length + 1) : undefined;
}

/** The controls of all parts of an option. */
export function PartFields({ field, value, problem, pictures, onChange, Part }: PartFieldsProps) {
  const options = optionsOf(value);
  return (
    <div className="grid grid-cols-2 items-start gap-3">
      {field.parts.map((part) => (
        <Part
          key={part.name}
          field={part}
          value={options[part.name]}
          problem={pathWithin(problem, part.name)}
          pictures={pictures}
          onChange={(next, inner = '') =>
            onChange(withOption(options, part.name, next), `${part.name} ${inner}`)
          }
        />
      ))}
    </div>
  );
}
