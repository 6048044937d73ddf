/** A picture of 8 bits a channel, four channels a pixel, alpha not multiplied in. */
export interface PixelImage {
  width: number;
  height: number;
  /** RGBA, row by row. */
  data: Uint8ClampedArray<ArrayBuffer>;
}

/** One number per pixel: 255 where the picture is to change, 0 where it stays. */
export interface MaskImage {
  width: number;
  height: number;
  data: Uint8ClampedArray<ArrayBuffer>;
}

/**
 * `over` if the mask is 255, `under` if it is 0, to the bit; in between a mixture. All of one size.
 */
export function compositePixels(under: PixelImage, over: PixelImage, mask: MaskImage): PixelImage {
  const data = new Uint8ClampedArray(under.data);
  for (const [pixel, share] of mask.data.entries()) {
    if (share === 0) continue;
    for (let channel = 0; channel < 4; channel++) {
      const at = pixel * 4 + channel;
      data[at] = Math.round(
        ((over.data[at] ?? 0) * share + (under.data[at] ?? 0) * (255 - share)) / 255,
      );
    }
  }
  return { ...under, data };
}

/**
 * A picture in a frame of another size, its corner at (left, top); beyond its edges the nearest
 * pixel goes on.
 */
export function placePixels(
  image: PixelImage,
  width: number,
  height: number,
  left: number,
  top: number,
): PixelImage {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const from =
        (clampTo(y - top, image.height) * image.width + clampTo(x - left, image.width)) * 4;
      data.set(image.data.subarray(from, from + 4), (y * width + x) * 4);
    }
  return { width, height, data };
}

/** The same for a mask; beyond its edges is `outside`. */
export function placeMask(
  mask: MaskImage,
  width: number,
  height: number,
  left: number,
  top: number,
  outside: number,
): MaskImage {
  const data = new Uint8ClampedArray(width * height).fill(outside);
  for (let y = Math.max(0, top); y < Math.min(height, top + mask.height); y++)
    for (let x = Math.max(0, left); x < Math.min(width, left + mask.width); x++)
      data[y * width + x] = mask.data[(y - top) * mask.width + x - left] ?? outside;
  return { width, height, data };
}

function clampTo(position: number, size: number): number {
  return Math.min(size - 1, Math.max(0, position));
}
