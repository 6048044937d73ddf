import type { ReactNode } from 'react';

/** A key, as printed on a keyboard. */
export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className="rounded border bg-surface px-1.5 py-0.5 font-mono text-[0.6875rem] text-soft">
      {children}
    </kbd>
  );
}
