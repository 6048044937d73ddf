import { useEffect, useState, type RefObject } from 'react';

const listeners = new WeakMap<Element, (isInSight: boolean) => void>();
let observer: IntersectionObserver | undefined;

/** One observer for a thousand rows. */
function watch(element: Element, listener: (isInSight: boolean) => void): () => void {
  const watching = (observer ??= new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) listeners.get(target)?.(isIntersecting);
    },
    { rootMargin: '200px' },
  ));
  listeners.set(element, listener);
  watching.observe(element);
  return () => {
    watching.unobserve(element);
    listeners.delete(element);
  };
}

/** Whether an element is on the screen, or nearly. */
export function useInSight(element: RefObject<Element | null>): boolean {
  const [isInSight, setInSight] = useState(false);
  useEffect(() => {
    const watched = element.current;
    return watched ? watch(watched, setInSight) : undefined;
  }, [element]);
  return isInSight;
}
