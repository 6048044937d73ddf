import type { ReactNode } from 'react';

interface PartProps {
  title: string;
  /** Beside the title. */
  action?: ReactNode;
  children: ReactNode;
}

/** A part of a screen, under its own heading. */
export function Part({ title, action, children }: PartProps) {
  return (
    <section aria-label={title}>
      <div className="mb-3 flex min-h-8 flex-wrap items-center justify-between gap-x-3">
        <h2 className="font-display text-xl">{title}</h2>
        {action}
      </div>
      {children}
    </section>
  );
}
