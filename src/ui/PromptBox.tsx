import { Square } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from './Button.tsx';

interface PromptBoxProps {
  /** For screen readers. */
  label: string;
  placeholder?: string;
  value: string;
  onChange(value: string): void;
  /** On the button, with its icon. */
  action: ReactNode;
  isBusy: boolean;
  onSubmit(): void;
  onStop(): void;
  onFocus?: () => void;
  /** The result, such as the seconds it took. */
  note?: string;
  /** What the first press brings, where that is to be said. */
  cost?: string;
}

/** A prompt and one button. Enter does it, Shift and Enter begins a line, Escape stops. */
export function PromptBox(props: PromptBoxProps) {
  const {
    label,
    placeholder,
    value,
    onChange,
    action,
    isBusy,
    onSubmit,
    onStop,
    onFocus,
    note,
    cost,
  } = props;
  const isEmpty = value.trim() === '';
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isBusy && !isEmpty) onSubmit();
      }}
    >
      <textarea
        aria-label={label}
        placeholder={placeholder}
        rows={2}
        value={value}
        onFocus={onFocus}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && isBusy) {
            event.preventDefault();
            onStop();
          }
          if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
          event.preventDefault();
          event.currentTarget.form?.requestSubmit();
        }}
        className="w-full resize-none rounded-control border bg-raised px-3 py-2.5 outline-none placeholder:text-faint focus:border-line-strong"
      />
      <div className="flex items-center gap-3">
        {isBusy ? (
          // Another element than the one that submits, which a press of it would otherwise turn
          // into before the press is over.
          <Button key="stop" onClick={onStop}>
            <Square fill="currentColor" /> Stop
          </Button>
        ) : (
          <Button key="submit" type="submit" kind="primary" disabled={isEmpty}>
            {action}
          </Button>
        )}
        <span role="status" className="text-xs text-faint tabular-nums">
          {note || cost}
        </span>
      </div>
    </form>
  );
}
