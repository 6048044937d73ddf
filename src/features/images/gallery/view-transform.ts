/** How a picture lies in its frame: scaled, then moved by pixels of the screen from the middle. */
export interface ViewTransform {
  scale: number;
  x: number;
  y: number;
}

/** The whole picture. */
export const FITTED: ViewTransform = { scale: 1, x: 0, y: 0 };

const LARGEST = 16;

/**
 * Scales by a factor around a point, given from the frame's middle, so that what lies under it
 * stays there.
 */
export function zoomAt(
  { scale, x, y }: ViewTransform,
  factor: number,
  pointX = 0,
  pointY = 0,
): ViewTransform {
  const next = Math.min(LARGEST, Math.max(1, scale * factor));
  if (next === 1) return FITTED;
  const share = next / scale;
  return { scale: next, x: pointX - (pointX - x) * share, y: pointY - (pointY - y) * share };
}

/** Moves the picture, never so far that it leaves its frame. */
export function moveBy(
  { scale, x, y }: ViewTransform,
  dx: number,
  dy: number,
  frame: { width: number; height: number },
): ViewTransform {
  const clamp = (value: number, size: number) => {
    const most = ((scale - 1) * size) / 2;
    return Math.min(most, Math.max(-most, value));
  };
  return { scale, x: clamp(x + dx, frame.width), y: clamp(y + dy, frame.height) };
}
