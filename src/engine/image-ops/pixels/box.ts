import type { PictureSize } from '../../images/picture-size.ts';

/** A rectangle in a picture. Pixels. */
export interface Box extends PictureSize {
  left: number;
  top: number;
}
