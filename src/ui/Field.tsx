import { useId, type ReactNode } from 'react';

interface FieldProps {
  label: string;
  /** What it does, one sentence. */
  hint?: string;
  /** Beside the label, such as the value in numbers. */
  aside?: ReactNode;
  children(id: string, hintId: string | undefined): ReactNode;
}

/** A labelled control. */
export function Field({ label, hint, aside, children }: FieldProps) {
  const id = useId();
  const hintId = hint ? `${id}-hint` : undefined;
  return (
    <div className="flex flex-col gap-1">
      <div className="flex items-baseline justify-between gap-2">
        <label htmlFor={id} className="text-sm font-medium">
          {label}
        </label>
        {aside && <span className="text-xs text-faint">{aside}</span>}
      </div>
      {children(id, hintId)}
      {hint && (
        <p id={hintId} className="text-xs text-faint">
          {hint}
        </p>
      )}
    </div>
  );
}

export const INPUT =
  'w-full rounded-control border bg-raised px-3 py-2 text-sm touch:min-h-11 outline-none placeholder:text-faint focus:border-line-strong';
