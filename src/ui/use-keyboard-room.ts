import { useEffect, useRef, type RefObject } from 'react';

/**
 * Keeps what fills the screen above the on-screen keyboard, where the browser lays that over the
 * page instead of making the page smaller (Safari: https://bugs.webkit.org/show_bug.cgi?id=259770).
 */
export function useKeyboardRoom<T extends HTMLElement>(): RefObject<T | null> {
  const element = useRef<T>(null);
  useEffect(() => {
    const view = window.visualViewport;
    if (!view) return;
    const fit = () => {
      const box = element.current;
      if (!box) return;
      // Zoomed in, the visible part says nothing of a keyboard.
      const hidden = view.scale > 1.01 ? 0 : measureHidden(box, view);
      box.style.paddingBottom = hidden > 0 ? `${hidden}px` : '';
    };
    view.addEventListener('resize', fit);
    view.addEventListener('scroll', fit);
    return () => {
      view.removeEventListener('resize', fit);
      view.removeEventListener('scroll', fit);
    };
  }, []);
  return element;
}

/** How much of the box is below the visible area, in pixels. */
function measureHidden(box: HTMLElement, view: VisualViewport): number {
  return Math.round(box.getBoundingClientRect().bottom - (view.offsetTop + view.height));
}
