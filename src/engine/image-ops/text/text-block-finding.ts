/** How a text came out. */
export interface TextBlockFinding {
  /** What it takes of the picture, with the room around it and once it is turned. Pixels. */
  left: number;
  top: number;
  width: number;
  height: number;
  /** Pixels an em. */
  size: number;
  lines: number;
  /** Whether its end was left out. */
  isShortened: boolean;
  /** Characters that no font has, each once. */
  missing: string;
  /**
   * Contrast with the picture, 1 to 21, before a shade (`text-contrast.ts`). None where the picture
   * is transparent.
   */
  contrast?: number;
  /** What WCAG 2.2 asks of text of this size. */
  wantedContrast: number;
  /** Whether it has less. */
  needsShade: boolean;
  /** Of the shade that was drawn, 0 to 1. */
  shadeOpacity: number;
}
