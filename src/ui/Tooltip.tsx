import { Slot } from 'radix-ui';
import {
  lazy,
  Suspense,
  useEffect,
  useId,
  useRef,
  useState,
  type PointerEvent,
  type ReactNode,
} from 'react';

/** Loaded when the first one is shown: the first page does without. */
const ShownTooltip = lazy(() => import('./ShownTooltip.tsx'));

export type TooltipSide = 'top' | 'right' | 'bottom' | 'left';

interface TooltipProps {
  /** Shown on hover and focus. The child needs its own accessible name too. */
  text: ReactNode;
  side?: TooltipSide;
  /** One element, which stays the same element while the text comes and goes. */
  children: ReactNode;
}

/** A pointer that only passes by shows nothing. */
const DELAY_MS = 400;

export function Tooltip({ text, side = 'top', children }: TooltipProps) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const id = useId();
  useEffect(() => () => clearTimeout(timer.current), []);
  function showSoon({ pointerType, currentTarget }: PointerEvent<HTMLElement>) {
    if (pointerType === 'touch') return;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setAnchor(currentTarget), DELAY_MS);
  }
  function hide() {
    clearTimeout(timer.current);
    setAnchor(null);
  }
  return (
    <>
      <Slot.Root
        aria-describedby={anchor ? id : undefined}
        onPointerEnter={showSoon}
        onPointerLeave={hide}
        onPointerDown={hide}
        onFocus={({ currentTarget }) => {
          if (currentTarget.matches(':focus-visible')) setAnchor(currentTarget);
        }}
        onBlur={hide}
      >
        {children}
      </Slot.Root>
      {anchor && (
        <Suspense fallback={null}>
          <ShownTooltip id={id} anchor={anchor} side={side} text={text} onHide={hide} />
        </Suspense>
      )}
    </>
  );
}
