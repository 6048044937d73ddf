import { useEffect } from 'react';
import { navigate as go, useHashLocation } from 'wouter/use-hash-location';
import { useStore } from 'zustand';
import { SCREENS } from '../engine/screens.ts';
import { isOnStep } from '../ui/history-step.ts';
import type { Studio } from './studio.ts';

/**
 * Goes to a screen. A screen opened from a dialog replaces the dialog's step, so that Back returns
 * to the screen.
 */
export function navigate(to: string, { replace = false }: { replace?: boolean } = {}): void {
  go(to, { replace: replace || isOnStep() });
}

/** The address after the `#`, for wouter's router. */
export const useAddress = Object.assign(
  (): [string, typeof navigate] => {
    const [path] = useHashLocation();
    return [path, navigate];
  },
  { hrefs: (path: string) => `#${path}` },
);

/** The tab says where one is. */
export function useDocumentTitle({ chatStore }: Studio, path: string): void {
  const [, screen = '', id] = path.split('/');
  const conversation = useStore(
    chatStore,
    ({ conversations }) => conversations?.find((one) => one.id === id)?.title,
  );
  const title = conversation ?? SCREENS.find((one) => one.id === screen)?.title;
  useEffect(() => {
    document.title = title ? `${title} – Triptych` : 'Triptych';
  }, [title]);
}
