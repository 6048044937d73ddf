import { useEffect, useState, type RefObject } from 'react';

interface Reorder {
  /** The step that is being dragged. */
  draggedId: string | null;
  /** For the handle of a step. */
  grab(id: string): void;
}

/**
 * Dragging a step over its neighbour's middle exchanges the two, with a mouse as with a finger. The
 * list's elements carry their ids as `data-step`.
 */
export function useReorder(
  list: RefObject<HTMLElement | null>,
  onMove: (id: string, by: -1 | 1) => void,
): Reorder {
  const [draggedId, setDraggedId] = useState<string | null>(null);
  useEffect(() => {
    if (draggedId === null) return;
    const controller = new AbortController();
    const { signal } = controller;
    const drop = () => setDraggedId(null);
    const follow = ({ clientY }: PointerEvent) => {
      const by = findMove(list.current, draggedId, clientY);
      if (by !== 0) onMove(draggedId, by);
    };
    addEventListener('pointermove', follow, { signal });
    addEventListener('pointerup', drop, { signal });
    addEventListener('pointercancel', drop, { signal });
    return () => controller.abort();
  }, [draggedId, list, onMove]);
  return { draggedId, grab: setDraggedId };
}

/** Which way the step goes: it has passed the middle of what is above or below it. */
function findMove(list: HTMLElement | null, id: string, y: number): -1 | 0 | 1 {
  const own = list?.querySelector(`[data-step="${id}"]`);
  const middleOf = (element: Element) => {
    const { top, height } = element.getBoundingClientRect();
    return top + height / 2;
  };
  const above = own?.previousElementSibling;
  const below = own?.nextElementSibling;
  if (above && y < middleOf(above)) return -1;
  return below && y > middleOf(below) ? 1 : 0;
}
