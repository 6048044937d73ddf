import { useEffect, useMemo, useState } from 'react';
import type { OpeningMarks } from '../../storage/opening-marks.ts';

/** After this time on the screen a conversation has broken nothing. */
const SETTLED_MS = 3_000;

/**
 * Whether a conversation is shown as plain text because it broke the page the last time. The mark
 * is made before anything of it is drawn.
 */
export function useSafeView(
  marks: OpeningMarks,
  conversationId: string | null,
): { isPlain: boolean; showFormatted(): void } {
  const [tries, setTries] = useState(0);
  const isPlain = useMemo(
    () => conversationId !== null && marks.begin(conversationId),
    // Starts over when someone wants to try again.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [marks, conversationId, tries],
  );
  useEffect(() => {
    if (conversationId === null || isPlain) return;
    const end = () => marks.end(conversationId);
    const timer = setTimeout(end, SETTLED_MS);
    addEventListener('pagehide', end);
    return () => {
      clearTimeout(timer);
      removeEventListener('pagehide', end);
      end();
    };
  }, [marks, conversationId, isPlain, tries]);
  return {
    isPlain,
    showFormatted() {
      if (conversationId !== null) marks.forget(conversationId);
      setTries(tries + 1);
    },
  };
}
