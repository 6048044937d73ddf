/** The point of a picture that a crop keeps. */
export interface FocalPoint {
  /** From the left, 0 to 1. */
  x: number;
  /** From the top, 0 to 1. */
  y: number;
  /** How it was found. */
  method: 'face' | 'saliency' | 'centre' | 'given';
}
