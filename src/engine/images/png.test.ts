import { expect, it } from 'vitest';
import type { PixelImage } from './pixel-image.ts';
import { decodePng, encodePng } from './png.ts';
import { crc32, readChunks, readTexts, textChunk } from './png-chunks.ts';

function makeImage(width: number, height: number, isOpaque: boolean): PixelImage {
  const data = new Uint8ClampedArray(width * height * 4).map(
    (_, index) => (index * 37 + (index >> 5) * 11) % 256,
  );
  if (isOpaque) for (let index = 3; index < data.length; index += 4) data[index] = 255;
  return { width, height, data };
}

it.each([true, false])('round-trips pixel by pixel (opaque: %s)', async (isOpaque) => {
  const image = makeImage(37, 23, isOpaque);
  expect(await decodePng(await encodePng(image))).toEqual(image);
});

it('carries texts in the format other programs read', async () => {
  const long = 'A very long text, over and over. '.repeat(500);
  const bytes = await encodePng(makeImage(4, 4, true), [
    textChunk('parameters', 'a café\nSteps: 4'),
    textChunk('unicode', '猫 on a sofa 🐈'),
    textChunk('long', long),
  ]);
  const chunks = readChunks(bytes);
  expect(chunks.map(({ type }) => type)).toEqual(['IHDR', 'tEXt', 'iTXt', 'tEXt', 'IDAT', 'IEND']);
  expect(Object.fromEntries(await readTexts(chunks))).toEqual({
    parameters: 'a café\nSteps: 4',
    unicode: '猫 on a sofa 🐈',
    long,
  });
});

it('matches the checksum in the specification', () => {
  expect(crc32(new TextEncoder().encode('123456789')).toString(16)).toBe('cbf43926');
});

it('says what is wrong with a file', async () => {
  const bytes = await encodePng(makeImage(16, 16, true));
  await expect(decodePng(new Uint8Array([1, 2, 3]))).rejects.toMatchObject({
    code: 'invalid_request',
  });
  await expect(decodePng(bytes.slice(0, bytes.length - 60))).rejects.toMatchObject({
    code: 'invalid_request',
  });
  const huge = bytes.slice();
  new DataView(huge.buffer).setUint32(16, 1_000_000);
  await expect(decodePng(huge)).rejects.toMatchObject({ code: 'invalid_request' });
});
