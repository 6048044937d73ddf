import { useState } from 'react';
import type { GivenPoint } from '../../../engine/bulk/focal-points.ts';
import { placeCrop } from '../../../engine/image-ops/focal/place-crop.ts';
import { subjectOfPoint } from '../../../engine/image-ops/focal/find-subject.ts';
import type { PictureSize } from '../../../engine/images/picture-size.ts';

interface FocalPointEditorProps {
  /** The address of the picture. */
  url: string;
  picture: PictureSize;
  /** What is made of it, and shown here as a frame. */
  crop: PictureSize;
  point: GivenPoint;
  /** When the point has been let go, or moved by a key. */
  onChange(point: GivenPoint): void;
}

const STEP = 0.02;
const LARGE_STEP = 0.1;

const MOVES: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** A picture with the point that its crops keep, to be dragged or moved by arrow keys. */
export function FocalPointEditor({ url, picture, crop, point, onChange }: FocalPointEditorProps) {
  const [dragged, setDragged] = useState<GivenPoint>();
  const shown = dragged ?? point;
  const frame = placeCrop(picture, crop, subjectOfPoint(shown));
  const ratio = picture.width / picture.height;

  function press(event: React.KeyboardEvent): void {
    const [x, y] = MOVES[event.key] ?? [0, 0];
    if (x === 0 && y === 0) return;
    event.preventDefault();
    const step = event.shiftKey ? LARGE_STEP : STEP;
    onChange(clampPoint({ x: shown.x + x * step, y: shown.y + y * step }));
  }
  const follow = (event: React.PointerEvent) => setDragged(pointAt(event));
  return (
    <div className="[container-type:size] absolute inset-3 flex items-center justify-center">
      <div
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          follow(event);
        }}
        onPointerMove={(event) => event.buttons !== 0 && follow(event)}
        onPointerUp={(event) => {
          setDragged(undefined);
          onChange(pointAt(event));
        }}
        onPointerCancel={() => setDragged(undefined)}
        className="relative cursor-crosshair touch-none overflow-hidden select-none"
        style={{ width: `min(100cqw, ${100 * ratio}cqh)`, aspectRatio: String(ratio) }}
      >
        <img src={url} alt="Before" draggable={false} className="absolute inset-0 size-full" />
        <div
          data-testid="crop"
          className="pointer-events-none absolute border border-white shadow-[0_0_0_999rem_rgb(0_0_0/0.5)]"
          style={{
            left: `${(100 * frame.left) / picture.width}%`,
            top: `${(100 * frame.top) / picture.height}%`,
            width: `${(100 * frame.width) / picture.width}%`,
            height: `${(100 * frame.height) / picture.height}%`,
          }}
        />
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
    </div>
  );
}

/** Where in an element the pointer is, 0 to 1. */
function pointAt({ currentTarget, clientX, clientY }: React.PointerEvent): GivenPoint {
  const { left, top, width, height } = currentTarget.getBoundingClientRect();
  return clampPoint({ x: (clientX - left) / width, y: (clientY - top) / height });
}

/** Thousandths are finer than a pixel. */
function clampPoint({ x, y }: GivenPoint): GivenPoint {
  const clamp = (value: number) => Math.round(1000 * Math.min(1, Math.max(0, value))) / 1000;
  return { x: clamp(x), y: clamp(y) };
}
