import type { MaskImage } from '../../../engine/images/pixel-image.ts';

/** A mask under the brush. Values are 0 (stays) and 255 (redrawn). */
export interface MaskDrawing {
  readonly mask: MaskImage;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** Begins a change that one undo takes back. */
  begin(): void;
  /** Paints along a line, `radius` in pixels of the picture. */
  stroke(from: Point, to: Point, radius: number, isErasing: boolean): void;
  invert(): void;
  clear(): void;
  undo(): void;
  redo(): void;
  /** Whether anything is masked. */
  isEmpty(): boolean;
}

export interface Point {
  x: number;
  y: number;
}

const MAX_UNDOS = 40;

/** An empty mask, or one to go on with; the given one is not changed. */
export function createMaskDrawing(width: number, height: number, start?: MaskImage): MaskDrawing {
  const isSame = start?.width === width && start.height === height;
  let data = isSame ? new Uint8ClampedArray(start.data) : new Uint8ClampedArray(width * height);
  const undos: Uint8ClampedArray<ArrayBuffer>[] = [];
  let redos: Uint8ClampedArray<ArrayBuffer>[] = [];

  function begin(): void {
    undos.push(new Uint8ClampedArray(data));
    if (undos.length > MAX_UNDOS) undos.shift();
    redos = [];
  }
  function stamp({ x, y }: Point, radius: number, value: number): void {
    const [top, bottom] = [
      Math.max(0, Math.ceil(y - radius)),
      Math.min(height - 1, Math.floor(y + radius)),
    ];
    for (let row = top; row <= bottom; row++) {
      const reach = Math.sqrt(Math.max(0, radius ** 2 - (row - y) ** 2));
      const first = Math.max(0, Math.ceil(x - reach));
      const last = Math.min(width - 1, Math.floor(x + reach));
      if (first <= last) data.fill(value, row * width + first, row * width + last + 1);
    }
  }
  return {
    get mask() {
      return { width, height, data };
    },
    get canUndo() {
      return undos.length > 0;
    },
    get canRedo() {
      return redos.length > 0;
    },
    begin,
    stroke(from, to, radius, isErasing) {
      const steps = Math.max(
        1,
        Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / Math.max(1, radius / 3)),
      );
      for (let step = 0; step <= steps; step++) {
        const share = step / steps;
        const at = { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
        stamp(at, radius, isErasing ? 0 : 255);
      }
    },
    invert() {
      begin();
      data = data.map((value) => 255 - value);
    },
    clear() {
      begin();
      data = new Uint8ClampedArray(width * height);
    },
    undo() {
      const before = undos.pop();
      if (!before) return;
      redos.push(data);
      data = before;
    },
    redo() {
      const after = redos.pop();
      if (!after) return;
      undos.push(data);
      data = after;
    },
    isEmpty: () => data.every((value) => value === 0),
  };
}
