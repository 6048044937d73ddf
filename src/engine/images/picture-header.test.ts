import { expect, it } from 'vitest';
import { encodePng } from './png.ts';
import { readHeaderSize } from './picture-header.ts';

const bytesOf = (base64: string) =>
  Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));

it.each<[string, Uint8Array<ArrayBuffer>, object | undefined]>([
  [
    'WebP, lossless',
    bytesOf('UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA=='),
    { width: 1, height: 1 },
  ],
  [
    'JPEG behind other segments',
    Uint8Array.of(
      0xff,
      0xd8,
      0xff,
      0xe0,
      0,
      4,
      1,
      2,
      0xff,
      0xff,
      0xc2,
      0,
      11,
      8,
      0x75,
      0x30,
      0,
      16,
    ),
    { width: 16, height: 30_000 },
  ],
  [
    'GIF',
    Uint8Array.of(0x47, 0x49, 0x46, 0x38, 0x39, 0x61, 16, 0, 0x30, 0x75),
    { width: 16, height: 30_000 },
  ],
  ['a WebP without a picture', bytesOf('UklGRgQAAABXRUJQ'), undefined],
  ['a PNG that is cut off', bytesOf('iVBORw0KGgoAAAAN'), undefined],
  ['a text', new TextEncoder().encode('a picture of 30,000 x 30,000'), undefined],
])('reads the size of %s', (_, bytes, size) => expect(readHeaderSize(bytes)).toEqual(size));

it('reads the size a PNG claims', async () => {
  const bytes = await encodePng({ width: 2, height: 1, data: new Uint8ClampedArray(8) });
  expect(readHeaderSize(bytes)).toEqual({ width: 2, height: 1 });
  new DataView(bytes.buffer).setUint32(16, 30_000);
  expect(readHeaderSize(bytes)).toEqual({ width: 30_000, height: 1 });
});
