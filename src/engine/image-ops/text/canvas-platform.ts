import type { PictureSize } from '../../images/picture-size.ts';

/** A font file, registered under a family name of its own. */
export interface FontFile {
  /** As in CSS; no other file has it. */
  family: string;
  /** In the packages: `@fontsource-variable/inter/files/….woff2`. */
  path: string;
  /** The lightest and the heaviest weight that it draws, 1 to 1000. */
  weights: readonly [lightest: number, heaviest: number];
}

/** What text is set in. */
export interface CanvasFont {
  /** Families of loaded files; each letter is drawn by the first that has it. */
  families: readonly string[];
  /** 1 to 1000; where a file has it not, the nearest. */
  weight: number;
  /** Pixels an em. */
  size: number;
}

/** What drawing text takes of a canvas's 2D context, as the HTML standard has it. */
export interface TextContext {
  direction: 'ltr' | 'rtl' | 'inherit';
  textAlign: 'left' | 'right' | 'center' | 'start' | 'end';
  fillStyle: string | object;
  strokeStyle: string | object;
  lineWidth: number;
  lineJoin: 'round' | 'bevel' | 'miter';
  letterSpacing: string;
  shadowColor: string;
  shadowBlur: number;
  shadowOffsetX: number;
  shadowOffsetY: number;
  measureText(text: string): { width: number };
  fillText(text: string, x: number, y: number): void;
  strokeText(text: string, x: number, y: number): void;
  beginPath(): void;
  roundRect(x: number, y: number, width: number, height: number, radius: number): void;
  fill(): void;
  translate(x: number, y: number): void;
  rotate(radians: number): void;
}

/** A canvas that is transparent at first. */
export interface TextCanvas {
  context: TextContext;
  setFont(font: CanvasFont): void;
  /** Red, green, blue and alpha of each pixel, row by row, not premultiplied. */
  readPixels(): Uint8Array;
}

/** Canvases and fonts, as a browser's worker or Node has them. */
export interface CanvasPlatform {
  /** Throws `out_of_memory`. */
  createCanvas(size: PictureSize): TextCanvas;
  /**
   * Makes a file's letters ready to be drawn; at once if they are. Throws `network_unreachable`
   * where the file has to be fetched and cannot.
   */
  loadFont(file: FontFile): Promise<void>;
}
