import { useEffect } from 'react';
import type { BulkStore } from './store/bulk-state.ts';

/** While a slider moves, nothing is processed. */
const SETTLED_MS = 250;

/**
 * Runs the chain on the picture that is shown, again whenever the chain changes. `recipe`: what
 * is made of it now; `null` while that cannot be.
 */
export function usePreview(
  store: BulkStore,
  selectedId: string | null,
  recipe: string | null,
  isRunning: boolean,
): void {
  useEffect(() => {
    if (selectedId === null || recipe === null || isRunning) return;
    const controller = new AbortController();
    const start = () => void store.getState().preview(selectedId, controller.signal);
    const timer = setTimeout(start, SETTLED_MS);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [store, selectedId, recipe, isRunning]);
}
