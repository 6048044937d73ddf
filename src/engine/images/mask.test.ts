import { expect, it } from 'vitest';
import { opacityOfMask } from './mask.ts';
import {
  compositePixels,
  placeMask,
  placePixels,
  type MaskImage,
  type PixelImage,
} from './pixel-image.ts';

/** A square in the middle. */
const mask: MaskImage = {
  width: 16,
  height: 16,
  data: Uint8ClampedArray.from({ length: 256 }, (_, i) =>
    i % 16 >= 4 && i % 16 < 12 && i >= 64 && i < 192 ? 255 : 0,
  ),
};
const fill = (value: number): PixelImage => ({
  width: 16,
  height: 16,
  data: new Uint8ClampedArray(1024).fill(value),
});

it('is binary without a feather, split at middle grey', () => {
  expect(opacityOfMask(mask).data).toEqual(mask.data);
  const greys = { width: 2, height: 1, data: Uint8ClampedArray.of(127, 128) };
  expect([...opacityOfMask(greys).data]).toEqual([0, 255]);
});

it('fades inwards only, so that nothing outside the mask changes', () => {
  const soft = opacityOfMask(mask, 3).data;
  expect(mask.data.every((value, index) => value === 255 || soft[index] === 0)).toBe(true);
  const middle = [...soft.subarray(8 * 16, 9 * 16)];
  expect(middle[8]).toBe(255);
  expect(middle[4]).toBeLessThan(middle[5] ?? 0);
  const composite = compositePixels(fill(10), fill(250), opacityOfMask(mask, 3));
  expect(mask.data.every((value, index) => value === 255 || composite.data[index * 4] === 10)).toBe(
    true,
  );
});

it('places a picture in a frame, extends its edges and masks around it', () => {
  const image: PixelImage = {
    width: 2,
    height: 1,
    data: Uint8ClampedArray.of(1, 1, 1, 255, 2, 2, 2, 255),
  };
  const placed = placePixels(image, 4, 2, 1, 0);
  expect(Array.from({ length: 8 }, (_, pixel) => placed.data[pixel * 4])).toEqual([
    1, 1, 2, 2, 1, 1, 2, 2,
  ]);
  const frame = placeMask(
    { width: 2, height: 1, data: Uint8ClampedArray.of(0, 9) },
    4,
    2,
    1,
    0,
    255,
  );
  expect([...frame.data]).toEqual([255, 0, 9, 255, 255, 255, 255, 255]);
});
