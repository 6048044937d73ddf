import type { ReactNode } from 'react';

interface ScreenHeaderProps {
  title: string;
  /** What stands at the right. */
  children: ReactNode;
}

/** The bar at the top of a screen that has nothing but its name there. */
export function ScreenHeader({ title, children }: ScreenHeaderProps) {
  return (
    <header className="flex h-14 shrink-0 items-center justify-between gap-3 border-b px-4 sm:px-6">
      <h1 className="font-display text-xl">{title}</h1>
      {children}
    </header>
  );
}
