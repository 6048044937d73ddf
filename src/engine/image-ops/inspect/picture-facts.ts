/** What a file's headers say of its picture. */
export interface PictureFacts {
  /** Pixels, before an EXIF orientation is applied. */
  width: number;
  height: number;
  /** 1 for a still picture. */
  frames: number;
}
