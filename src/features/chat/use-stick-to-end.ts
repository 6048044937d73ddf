import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';

interface StickToEnd {
  scroller: RefObject<HTMLDivElement | null>;
  /** All that is scrolled. */
  content: RefObject<HTMLDivElement | null>;
  isAtEnd: boolean;
  goToEnd(): void;
}

/** So near the end it is as good as seen, in pixels. */
const NEAR = 60;

/**
 * Keeps the end in view while what is scrolled grows, by new words or because code and formulas
 * take their place late. Only a reader who scrolls up stops that, until the end is reached again. A
 * new last message always comes into view.
 */
export function useStickToEnd(lastId: string | undefined): StickToEnd {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  const [isAtEnd, setAtEnd] = useState(true);
  const goToEnd = useCallback(() => {
    follows.current = true;
    scroller.current?.scrollTo({ top: scroller.current.scrollHeight });
  }, []);
  const hasContent = lastId !== undefined;

  useEffect(() => {
    const [box, inner] = [scroller.current, content.current];
    if (!box || !inner || !hasContent) return;
    let seen = measure(box);
    const onScroll = () => {
      const now = measure(box);
      // What shrinks moves the view up as well, without the reader's doing.
      const hasGoneUp = now.top < seen.top && now.height >= seen.height;
      if (hasGoneUp) follows.current = false;
      else if (now.toEnd <= NEAR) follows.current = true;
      seen = now;
      setAtEnd(follows.current || now.toEnd <= NEAR);
    };
    const observer = new ResizeObserver(() => {
      if (follows.current) goToEnd();
      else setAtEnd(measure(box).toEnd <= NEAR);
    });
    observer.observe(box);
    observer.observe(inner);
    box.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      observer.disconnect();
      box.removeEventListener('scroll', onScroll);
    };
  }, [hasContent, goToEnd]);
  useLayoutEffect(goToEnd, [goToEnd, lastId]);
  return { scroller, content, isAtEnd, goToEnd };
}

function measure({ scrollTop, scrollHeight, clientHeight }: HTMLElement) {
  return { top: scrollTop, height: scrollHeight, toEnd: scrollHeight - clientHeight - scrollTop };
}
