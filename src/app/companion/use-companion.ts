import { useEffect } from 'react';
import type { Studio } from '../studio.ts';

/** The first words go before it. */
const AFTER_THE_START_MS = 1500;

/** Looks for the companion that a person has given, or that the page comes from. */
export function useCompanionFollowed({ companion }: Studio): void {
  useEffect(() => {
    if (companion.state.getState().url === '') return;
    const timer = setTimeout(
      () => void companion.open().catch(() => undefined),
      AFTER_THE_START_MS,
    );
    return () => clearTimeout(timer);
  }, [companion]);
}
