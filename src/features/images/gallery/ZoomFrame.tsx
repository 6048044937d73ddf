import { Maximize, ZoomIn, ZoomOut } from 'lucide-react';
import {
  useEffect,
  useRef,
  useState,
  type Dispatch,
  type ReactNode,
  type RefObject,
  type SetStateAction,
} from 'react';
import { IconButton } from '../../../ui/IconButton.tsx';
import { FITTED, moveBy, zoomAt, type ViewTransform } from './view-transform.ts';

interface ZoomFrameProps {
  /** What is in it, for screen readers. */
  label: string;
  children: ReactNode;
}

const MOVE_PX = 48;

/**
 * Shows something closer: wheel, pinch, double click, plus and minus; drag or arrow keys move it.
 */
export function ZoomFrame({ label, children }: ZoomFrameProps) {
  const frame = useRef<HTMLDivElement>(null);
  const [view, setView] = useState<ViewTransform>(FITTED);
  const pointers = useRef(new Map<number, { x: number; y: number }>());
  const isClose = view.scale > 1;

  const sizeOf = () => frame.current?.getBoundingClientRect() ?? new DOMRect();
  const fromMiddle = (x: number, y: number) => measureFromMiddle(frame.current, x, y);
  useWheelZoom(frame, setView);

  function handleMove(event: React.PointerEvent) {
    const before = pointers.current.get(event.pointerId);
    if (!before) return;
    const after = { x: event.clientX, y: event.clientY };
    const [other] = [...pointers.current]
      .filter(([id]) => id !== event.pointerId)
      .map(([, point]) => point);
    pointers.current.set(event.pointerId, after);
    if (!other)
      return setView((now) => moveBy(now, after.x - before.x, after.y - before.y, sizeOf()));
    const spread = (point: typeof after) => Math.hypot(point.x - other.x, point.y - other.y) || 1;
    const middle = fromMiddle((after.x + other.x) / 2, (after.y + other.y) / 2);
    setView((now) => zoomAt(now, spread(after) / spread(before), ...middle));
  }
  function handleKey(event: React.KeyboardEvent) {
    if (event.key === '+' || event.key === '=') setView((now) => zoomAt(now, 1.5));
    else if (event.key === '-') setView((now) => zoomAt(now, 1 / 1.5));
    else if (event.key === '0') setView(FITTED);
    else if (isClose && event.key in MOVES) {
      const [x, y] = MOVES[event.key as keyof typeof MOVES];
      setView((now) => moveBy(now, x * MOVE_PX, y * MOVE_PX, sizeOf()));
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }
  const release = (event: React.PointerEvent) => pointers.current.delete(event.pointerId);

  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <div
        ref={frame}
        role="group"
        aria-label={label}
        tabIndex={0}
        onKeyDown={handleKey}
        onDoubleClick={(event) =>
          setView(isClose ? FITTED : zoomAt(FITTED, 3, ...fromMiddle(event.clientX, event.clientY)))
        }
        onPointerDown={(event) => {
          if ((event.target as HTMLElement).closest('[data-own-drag]')) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          pointers.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
        }}
        onPointerMove={handleMove}
        onPointerUp={release}
        onPointerCancel={release}
        className={`relative min-h-0 flex-1 touch-none overflow-hidden outline-offset-[-2px] ${isClose ? 'cursor-grab active:cursor-grabbing' : ''}`}
      >
        <div
          className="absolute inset-0"
          style={{ transform: `translate(${view.x}px, ${view.y}px) scale(${view.scale})` }}
        >
          {children}
        </div>
      </div>
      <ZoomButtons scale={view.scale} setView={setView} />
    </div>
  );
}

type SetView = Dispatch<SetStateAction<ViewTransform>>;

function useWheelZoom(frame: RefObject<HTMLElement | null>, setView: SetView): void {
  useEffect(() => {
    const element = frame.current;
    // React listens passively, and then the page would scroll.
    function handleWheel(event: WheelEvent) {
      event.preventDefault();
      setView((before) =>
        zoomAt(
          before,
          Math.exp(-event.deltaY / 300),
          ...measureFromMiddle(element, event.clientX, event.clientY),
        ),
      );
    }
    element?.addEventListener('wheel', handleWheel, { passive: false });
    return () => element?.removeEventListener('wheel', handleWheel);
  }, [frame, setView]);
}

function ZoomButtons({ scale, setView }: { scale: number; setView: SetView }) {
  return (
    <div className="absolute right-3 bottom-3 flex items-center gap-1 rounded-control border bg-raised p-1">
      <IconButton
        label="Zoom out"
        shortcut="-"
        onClick={() => setView((now) => zoomAt(now, 1 / 1.5))}
      >
        <ZoomOut />
      </IconButton>
      <span className="w-12 text-center text-xs text-soft" aria-live="polite">
        {Math.round(scale * 100)}%
      </span>
      <IconButton label="Zoom in" shortcut="+" onClick={() => setView((now) => zoomAt(now, 1.5))}>
        <ZoomIn />
      </IconButton>
      <IconButton label="Fit to screen" shortcut="0" onClick={() => setView(FITTED)}>
        <Maximize />
      </IconButton>
    </div>
  );
}

/** A point of the window, from the middle of an element. */
function measureFromMiddle(element: Element | null, x: number, y: number): [number, number] {
  const { left, top, width, height } = element?.getBoundingClientRect() ?? new DOMRect();
  return [x - left - width / 2, y - top - height / 2];
}

const MOVES = {
  ArrowLeft: [1, 0],
  ArrowRight: [-1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
} as const;
