import { useState, type ReactNode } from 'react';
import { joinClasses } from './class-names.ts';

/** A point of a picture: from the left and from the top, 0 to 1. */
interface Point {
  x: number;
  y: number;
}

interface PointPickerProps {
  /** The address of the picture, and what it is called for screen readers. */
  url: string;
  alt: string;
  point: Point;
  /** While it is dragged; `undefined`: it was let go of. */
  onDrag?(point: Point | undefined): void;
  /** When it has been let go, or moved by a key. */
  onChange(point: Point): void;
  className?: string;
  style?: React.CSSProperties;
  /** Over the picture and under the point. */
  children?: (shown: Point) => ReactNode;
}

const STEP = 0.02;
const LARGE_STEP = 0.1;

const MOVES: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** A picture with a point in it, to be dragged or moved by arrow keys. */
export function PointPicker({
  url,
  alt,
  point,
  onDrag,
  onChange,
  className,
  style,
  children,
}: PointPickerProps) {
  const [dragged, setDragged] = useState<Point>();
  const shown = dragged ?? point;
  function drag(next: Point | undefined): void {
    setDragged(next);
    onDrag?.(next);
  }
  function press(event: React.KeyboardEvent): void {
    const [x, y] = MOVES[event.key] ?? [0, 0];
    if (x === 0 && y === 0) return;
    event.preventDefault();
    const step = event.shiftKey ? LARGE_STEP : STEP;
    onChange(clampPoint({ x: shown.x + x * step, y: shown.y + y * step }));
  }
  return (
    <div
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        drag(pointAt(event));
      }}
      onPointerMove={(event) => event.buttons !== 0 && drag(pointAt(event))}
      onPointerUp={(event) => {
        drag(undefined);
        onChange(pointAt(event));
      }}
      onPointerCancel={() => drag(undefined)}
      className={joinClasses(
        'relative cursor-crosshair touch-none overflow-hidden select-none',
        className,
      )}
      style={style}
    >
      <img src={url} alt={alt} draggable={false} className="absolute inset-0 size-full" />
      {children?.(shown)}
      <div
        role="slider"
        tabIndex={0}
        aria-label="Focal point"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(100 * shown.x)}
        aria-valuetext={`${Math.round(100 * shown.x)} % from the left, ${Math.round(100 * shown.y)} % from the top`}
        onKeyDown={press}
        className="absolute size-11 -translate-1/2 rounded-full border-2 border-white bg-black/20 shadow-float outline-none after:absolute after:top-1/2 after:left-1/2 after:size-2 after:-translate-1/2 after:rounded-full after:bg-white focus-visible:ring-2 focus-visible:ring-accent"
        style={{ left: `${100 * shown.x}%`, top: `${100 * shown.y}%` }}
      />
    </div>
  );
}

/** Where in an element the pointer is, 0 to 1. */
function pointAt({ currentTarget, clientX, clientY }: React.PointerEvent): Point {
  const { left, top, width, height } = currentTarget.getBoundingClientRect();
  return clampPoint({ x: (clientX - left) / width, y: (clientY - top) / height });
}

/** Thousandths are finer than a pixel. */
function clampPoint({ x, y }: Point): Point {
  const clamp = (value: number) => Math.round(1000 * Math.min(1, Math.max(0, value))) / 1000;
  return { x: clamp(x), y: clamp(y) };
}
