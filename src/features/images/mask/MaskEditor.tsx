import { Brush, Contrast, Eraser, Redo2 } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { MaskImage, PixelImage } from '../../../engine/images/pixel-image.ts';
import { DeleteIcon, UndoIcon } from '../../../ui/action-icons.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { IconButton } from '../../../ui/IconButton.tsx';
import { PixelCanvas } from '../../../ui/PixelCanvas.tsx';
import { createMaskDrawing, type MaskDrawing, type Point } from './mask-drawing.ts';

interface MaskEditorProps {
  image: PixelImage;
  mask: MaskImage | undefined;
  onDone(mask: MaskImage | undefined): void;
  onClose(): void;
}

/** The area to redraw: painted with the pointer or the keyboard. */
export function MaskEditor({ image, mask, onDone, onClose }: MaskEditorProps) {
  const [drawing] = useState(() => createMaskDrawing(image.width, image.height, mask));
  const [version, setVersion] = useState(0);
  const [isErasing, setErasing] = useState(false);
  const [size, setSize] = useState(() =>
    Math.max(8, Math.round(Math.max(image.width, image.height) / 12)),
  );
  const change = (work: () => void) => () => {
    work();
    setVersion((before) => before + 1);
  };
  const tools = {
    b: () => setErasing(false),
    e: () => setErasing(true),
    i: change(drawing.invert),
    '[': () => setSize((before) => Math.max(2, Math.round(before / 1.25))),
    ']': () => setSize((before) => Math.min(512, Math.round(before * 1.25) + 1)),
  };
  function handleKey(event: React.KeyboardEvent) {
    const isMod = event.ctrlKey || event.metaKey;
    if (isMod && event.key.toLowerCase() === 'z')
      change(event.shiftKey ? drawing.redo : drawing.undo)();
    else if (!isMod && event.key in tools) tools[event.key as keyof typeof tools]();
    else return;
    event.preventDefault();
  }
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title="Mask: area to redraw"
      place="full"
    >
      <div className="flex min-h-0 flex-1 flex-col" onKeyDown={handleKey}>
        <MaskCanvas
          image={image}
          drawing={drawing}
          version={version}
          radius={size / 2}
          isErasing={isErasing}
          onChange={() => setVersion((before) => before + 1)}
        />
        <MaskTools
          drawing={drawing}
          isErasing={isErasing}
          size={size}
          maxSize={Math.max(64, Math.round(Math.max(image.width, image.height) / 2))}
          onErase={setErasing}
          onSize={setSize}
          change={change}
        >
          <span className="grow" />
          <Button kind="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button
            kind="primary"
            onClick={() => onDone(drawing.isEmpty() ? undefined : drawing.mask)}
          >
            Use this mask
          </Button>
        </MaskTools>
      </div>
    </Dialog>
  );
}

interface MaskToolsProps {
  drawing: MaskDrawing;
  isErasing: boolean;
  size: number;
  maxSize: number;
  onErase(isErasing: boolean): void;
  onSize(size: number): void;
  /** Makes what changes the drawing show it as well. */
  change(work: () => void): () => void;
  /** How to leave. */
  children: React.ReactNode;
}

function MaskTools(props: MaskToolsProps) {
  const { drawing, isErasing, size, maxSize, onErase, onSize, change, children } = props;
  return (
    <div
      role="toolbar"
      aria-label="Mask tools"
      className="flex flex-wrap items-center justify-center gap-2 border-t p-3"
    >
      <IconButton
        label="Brush"
        shortcut="B"
        aria-pressed={!isErasing}
        className={PRESSED}
        onClick={() => onErase(false)}
      >
        <Brush />
      </IconButton>
      <IconButton
        label="Eraser"
        shortcut="E"
        aria-pressed={isErasing}
        className={PRESSED}
        onClick={() => onErase(true)}
      >
        <Eraser />
      </IconButton>
      <label className="flex items-center gap-2 text-xs text-soft">
        Size
        <input
          type="range"
          min={2}
          max={maxSize}
          value={size}
          onChange={(event) => onSize(event.target.valueAsNumber)}
          className="w-28 accent-accent"
        />
      </label>
      <IconButton
        label="Undo"
        shortcut="Ctrl Z"
        disabled={!drawing.canUndo}
        onClick={change(drawing.undo)}
      >
        <UndoIcon />
      </IconButton>
      <IconButton
        label="Redo"
        shortcut="Ctrl Shift Z"
        disabled={!drawing.canRedo}
        onClick={change(drawing.redo)}
      >
        <Redo2 />
      </IconButton>
      <IconButton label="Invert" shortcut="I" onClick={change(drawing.invert)}>
        <Contrast />
      </IconButton>
      <IconButton label="Clear" onClick={change(drawing.clear)}>
        <DeleteIcon />
      </IconButton>
      {children}
    </div>
  );
}

const PRESSED = 'aria-pressed:bg-accent-wash aria-pressed:text-accent';

interface MaskCanvasProps {
  image: PixelImage;
  drawing: MaskDrawing;
  /** Changes with each change of the drawing. */
  version: number;
  radius: number;
  isErasing: boolean;
  onChange(): void;
}

/** The picture with the mask over it. Arrow keys move a brush, the space bar paints with it. */
function MaskCanvas({ image, drawing, version, radius, isErasing, onChange }: MaskCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const last = useRef<Point | null>(null);
  const [cursor, setCursor] = useState<Point>({ x: image.width / 2, y: image.height / 2 });
  const ratio = image.width / image.height;
  useEffect(() => paintMask(canvas.current, drawing.mask), [drawing, version]);

  function toPicture({ clientX, clientY }: React.PointerEvent): Point {
    const { left, top, width, height } =
      canvas.current?.getBoundingClientRect() ?? new DOMRect(0, 0, 1, 1);
    return {
      x: ((clientX - left) / width) * image.width,
      y: ((clientY - top) / height) * image.height,
    };
  }
  function paint(from: Point, to: Point) {
    drawing.stroke(from, to, radius, isErasing);
    onChange();
  }
  function handleKey(event: React.KeyboardEvent) {
    const move = MOVES[event.key];
    if (event.key === ' ') {
      drawing.begin();
      paint(cursor, cursor);
    } else if (move) {
      const step = Math.max(2, radius / 2);
      const next = {
        x: Math.min(image.width, Math.max(0, cursor.x + move[0] * step)),
        y: Math.min(image.height, Math.max(0, cursor.y + move[1] * step)),
      };
      if (event.shiftKey) {
        drawing.begin();
        paint(cursor, next);
      }
      setCursor(next);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }
  return (
    <div className="flex min-h-0 flex-1 items-center justify-center bg-sunken p-3">
      <div
        className="relative"
        style={{ aspectRatio: ratio, width: `min(100%, calc((100dvh - 11rem) * ${ratio}))` }}
      >
        <PixelCanvas image={image} label="Picture" className={CANVAS} />
        <canvas
          ref={canvas}
          role="application"
          aria-label="Mask. Arrow keys move the brush, Space paints, Shift with an arrow key paints a line."
          tabIndex={0}
          width={image.width}
          height={image.height}
          onKeyDown={handleKey}
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId);
            const point = toPicture(event);
            drawing.begin();
            last.current = point;
            paint(point, point);
          }}
          onPointerMove={(event) => {
            const point = toPicture(event);
            setCursor(point);
            if (last.current) paint(last.current, point);
            if (last.current) last.current = point;
          }}
          onPointerUp={() => (last.current = null)}
          onPointerCancel={() => (last.current = null)}
          className={`${CANVAS} cursor-crosshair touch-none opacity-60`}
        />
        <BrushCircle image={image} at={cursor} radius={radius} />
      </div>
    </div>
  );
}

interface BrushCircleProps {
  image: PixelImage;
  at: Point;
  radius: number;
}

function BrushCircle({ image, at, radius }: BrushCircleProps) {
  return (
    <svg
      aria-hidden
      viewBox={`0 0 ${image.width} ${image.height}`}
      className={`${CANVAS} pointer-events-none text-accent`}
    >
      <circle
        cx={at.x}
        cy={at.y}
        r={radius}
        fill="none"
        stroke="currentColor"
        strokeWidth={2}
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}

/** All three lie over each other, in the picture's own shape. */
const CANVAS = 'absolute inset-0 size-full';

const MOVES: Readonly<Record<string, readonly [number, number] | undefined>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

const MASK_COLOUR = [92, 60, 255] as const;

function paintMask(canvas: HTMLCanvasElement | null, { width, height, data }: MaskImage): void {
  const pixels = new ImageData(width, height);
  for (const [index, value] of data.entries()) pixels.data.set([...MASK_COLOUR, value], index * 4);
  canvas?.getContext('2d')?.putImageData(pixels, 0, 0);
}
