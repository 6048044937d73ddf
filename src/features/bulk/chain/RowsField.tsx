import { Plus } from 'lucide-react';
import { useRef } from 'react';
import { CancelIcon } from '../../../ui/action-icons.ts';
import { Button } from '../../../ui/Button.tsx';
import { IconButton } from '../../../ui/IconButton.tsx';
import { PartFields, pathWithin, type PartFieldsProps } from './PartFields.tsx';

/** Any number of groups of options, such as sizes. */
export function RowsField(props: PartFieldsProps) {
  const { field, value, problem, onChange } = props;
  const { label, hint, rowName = 'row', begin = {} } = field;
  const rows: readonly unknown[] = Array.isArray(value) ? value : [];
  const addButton = useRef<HTMLButtonElement>(null);
  const change = (next: readonly unknown[], part: string) =>
    onChange(next.length > 0 ? next : undefined, part);
  return (
    <fieldset className="col-span-full flex flex-col gap-2">
      <legend className="text-sm font-medium">{label}</legend>
      {rows.map((row, index) => (
        // Rows have no name that stays: one is known by its place.
        <div key={index} className="flex flex-col gap-1 border-l-2 pl-3">
          <div className="flex items-center justify-between">
            <span className="text-xs text-faint">
              {rowName} {index + 1}
            </span>
            <IconButton
              label={`Remove ${rowName} ${index + 1}`}
              onClick={() => {
                change(rows.toSpliced(index, 1), `removed from ${rows.length}`);
                addButton.current?.focus();
              }}
            >
              <CancelIcon />
            </IconButton>
          </div>
          <PartFields
            {...props}
            value={row}
            problem={pathWithin(problem, String(index))}
            onChange={(next, part = '') => change(rows.with(index, next), `${index} ${part}`)}
          />
        </div>
      ))}
      {hint && <p className="text-xs text-faint">{hint}</p>}
      <Button
        ref={addButton}
        size="small"
        className="self-start"
        onClick={() => change([...rows, begin], `added to ${rows.length}`)}
      >
        <Plus /> Add a {rowName}
      </Button>
    </fieldset>
  );
}
