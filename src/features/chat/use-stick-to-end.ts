import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import type { StoredMessage } from '../../storage/conversations.ts';

interface StickToEnd {
  scroller: RefObject<HTMLDivElement | null>;
  /** An element after the last message. */
  end: RefObject<HTMLDivElement | null>;
  isAtEnd: boolean;
  goToEnd(): void;
}

/** Keeps the end in view while an answer grows, unless the reader has scrolled away; a new message always comes into view. */
export function useStickToEnd(last: StoredMessage | undefined): StickToEnd {
  const scroller = useRef<HTMLDivElement>(null);
  const end = useRef<HTMLDivElement>(null);
  const [isAtEnd, setAtEnd] = useState(true);
  const goToEnd = useCallback(() => {
    scroller.current?.scrollTo({ top: scroller.current.scrollHeight });
  }, []);
  const hasMessages = last !== undefined;

  useEffect(() => {
    if (!end.current || !hasMessages) return;
    const observer = new IntersectionObserver(([entry]) => setAtEnd(entry?.isIntersecting ?? true), {
      root: scroller.current,
      rootMargin: '0px 0px 80px 0px',
    });
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [hasMessages]);
  useLayoutEffect(goToEnd, [goToEnd, last?.id]);
  useLayoutEffect(() => {
    if (isAtEnd) goToEnd();
    // Follows what is written, not the reader's own scrolling.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [last?.content, last?.state]);
  return { scroller, end, isAtEnd, goToEnd };
}
