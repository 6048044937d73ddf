import { useCallback, useLayoutEffect, useRef, useState, type CSSProperties } from 'react';
import { findWindow, type RowWindow } from './row-window.ts';

/** So many are mounted before anything is measured, and lists that are no longer are mounted whole. */
const FIRST = 60;

interface WindowedRows {
  /** On the list, whose children are the cells, all of one size. */
  ref: (list: HTMLElement | null) => (() => void) | undefined;
  from: number;
  to: number;
  /** Of the list: the room of what is not mounted. */
  style: CSSProperties;
}

/**
 * Which cells of a long list or grid are mounted: those in sight, or nearly. Where many lists
 * follow one another, each begins with `first` cells, one being enough to measure.
 */
export function useRowWindow(total: number, first = FIRST): WindowedRows {
  const isWhole = total <= first;
  const list = useRef<HTMLElement>(null);
  const pitch = useRef(0);
  const [shown, setShown] = useState<RowWindow>({ from: 0, to: first, before: 0, after: 0 });

  const measure = useCallback(() => {
    const element = list.current;
    if (!element || isWhole) return;
    const [columns, gap] = readGrid(element);
    const height = element.firstElementChild?.getBoundingClientRect().height ?? 0;
    if (height > 0) pitch.current = height + gap;
    // A list that is not displayed has no height.
    if (pitch.current === 0) return;
    const { top } = element.getBoundingClientRect();
    const next = findWindow({ total, columns, pitch: pitch.current, top, height: innerHeight });
    setShown((before) => (isSame(before, next) ? before : next));
  }, [total, isWhole]);

  useLayoutEffect(measure, [measure]);
  const ref = useCallback(
    (element: HTMLElement | null) => {
      list.current = element;
      return element ? watch(element, measure) : undefined;
    },
    [measure],
  );
  if (isWhole) return { ref, from: 0, to: total, style: {} };
  return {
    ref,
    from: Math.min(shown.from, total),
    to: Math.min(shown.to, total),
    style: { paddingTop: shown.before, paddingBottom: shown.after },
  };
}

function readGrid(element: Element): [columns: number, rowGap: number] {
  const { display, gridTemplateColumns, rowGap } = getComputedStyle(element);
  const columns = display === 'grid' ? gridTemplateColumns.split(' ').length : 1;
  return [columns, Number.parseFloat(rowGap) || 0];
}

const isSame = (a: RowWindow, b: RowWindow) =>
  a.from === b.from && a.to === b.to && a.before === b.before && a.after === b.after;

/** One observer and one listener for all lists: when one of them grows, others are moved. */
const watched = new Map<Element, () => void>();
let sizes: ResizeObserver | undefined;

function measureAll(): void {
  for (const measure of watched.values()) measure();
}

function watch(element: Element, measure: () => void): () => void {
  if (watched.size === 0) {
    document.addEventListener('scroll', measureAll, { capture: true, passive: true });
    addEventListener('resize', measureAll);
  }
  watched.set(element, measure);
  sizes ??= new ResizeObserver(measureAll);
  sizes.observe(element);
  return () => {
    sizes?.unobserve(element);
    watched.delete(element);
    if (watched.size > 0) return;
    document.removeEventListener('scroll', measureAll, { capture: true });
    removeEventListener('resize', measureAll);
  };
}
