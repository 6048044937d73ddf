import { autoUpdate, computePosition, flip, offset, shift } from '@floating-ui/dom';
import { useEffect, useLayoutEffect, useRef, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import type { TooltipSide } from './Tooltip.tsx';

interface ShownTooltipProps {
  id: string;
  /** Beside which it stands, on the other side where this one has no room. */
  anchor: HTMLElement;
  side: TooltipSide;
  text: ReactNode;
  onHide(): void;
}

export default function ShownTooltip({ id, anchor, side, text, onHide }: ShownTooltipProps) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const { current: shown } = box;
    if (!shown) return;
    const middleware = [offset(6), flip({ padding: 4 }), shift({ padding: 4 })];
    const place = async () => {
      const options = { placement: side, strategy: 'fixed', middleware } as const;
      const { x, y } = await computePosition(anchor, shown, options);
      shown.style.translate = `${x}px ${y}px`;
      shown.style.visibility = 'visible';
    };
    return autoUpdate(anchor, shown, () => void place());
  }, [anchor, side]);
  useEffect(() => {
    const hideByKey = ({ key }: KeyboardEvent) => {
      if (key === 'Escape') onHide();
    };
    document.addEventListener('keydown', hideByKey);
    return () => document.removeEventListener('keydown', hideByKey);
  }, [onHide]);
  return createPortal(
    <div
      ref={box}
      id={id}
      role="tooltip"
      className="pointer-events-none invisible fixed top-0 left-0 z-50 w-max max-w-64 rounded-md bg-ink px-2 py-1 text-xs text-paper"
    >
      {text}
    </div>,
    document.body,
  );
}
