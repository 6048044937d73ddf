import type { Box } from '../pixels/box.ts';
import type { CanvasFont } from './canvas-platform.ts';
import type { TextDirection } from './layout/text-direction.ts';

export interface PlacedLine {
  text: string;
  direction: TextDirection;
  /** Of its left end and its baseline, from the block's top left corner. Pixels. */
  left: number;
  baseline: number;
}

/** A text that was set: its lines, and where it stands on the picture. */
export interface TextBlock {
  font: CanvasFont;
  /** Pixels. */
  letterSpacing: number;
  lines: readonly PlacedLine[];
  /** With the room around its text, before it is turned. Pixels of the picture. */
  box: Box;
  /** Clockwise, around the box's middle. */
  radians: number;
  /** Whether its end was left out, for which an ellipsis stands. */
  isShortened: boolean;
  /** Characters that no font has, each once. */
  missing: string;
}
