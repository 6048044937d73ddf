import { useCallback, useState } from 'react';

const STEP = 120;
/** Begins before the end of the list comes into sight. */
const AHEAD = '1200px';

/**
 * How many of a long list are shown: more whenever `sentinel`, an element after the last one, is
 * nearly in sight. Thousands of pictures would otherwise be read and laid out at once.
 */
export function useGrowingCount(total: number): {
  count: number;
  sentinel: (element: Element | null) => (() => void) | undefined;
} {
  const [most, setMost] = useState(STEP);
  const sentinel = useCallback((element: Element | null) => {
    if (!element) return undefined;
    const observer = new IntersectionObserver(
      ([entry]) => entry?.isIntersecting && setMost((before) => before + STEP),
      { rootMargin: AHEAD },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { count: Math.min(most, total), sentinel };
}
