import type { ReactNode } from 'react';

interface ActionBarProps {
  /** Above the rest, over the whole width. */
  progress?: ReactNode;
  children: ReactNode;
}

/** The bar at the foot of a screen with what it is about to do, and the buttons for it. */
export function ActionBar({ progress, children }: ActionBarProps) {
  return (
    <footer className="shrink-0 border-t bg-surface">
      {progress}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-2.5 sm:px-6">
        {children}
      </div>
    </footer>
  );
}
