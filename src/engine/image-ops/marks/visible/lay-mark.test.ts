import { describe, expect, it } from 'vitest';
import { decode, makePicture, openVips, processOne } from '../../test-pictures.fixture.ts';
import { POSITIONS } from '../../pixels/positions.ts';
import { placeAt } from './place-at.ts';

const paint = (width: number, height: number, colour: number[]) =>
  makePicture((_, vips) =>
    vips.Image.black(width, height)
      .newFromImage(colour)
      .copy({ interpretation: 'srgb' })
      .cast('uchar')
      .pngsaveBuffer(),
  );

const white = await paint(200, 100, [255, 255, 255]);
const red = new Blob([await paint(20, 10, [255, 0, 0])]);

const mark = async (picture: Uint8Array<ArrayBuffer>, options: object) => {
  const operations = [{ op: 'watermark', options: { image: red, ...options } }];
  return decode((await processOne(picture, operations)).file);
};

const isRed = ([red = 0, green = 0]: number[]) => red > 250 && green < 60;
const isWhite = (pixel: number[]) => pixel.slice(0, 3).every((value) => value > 250);

describe('a picture as a watermark', () => {
  it.each(POSITIONS)('stands at %s, with a margin', async (position) => {
    const { at } = await mark(white, { position, scale: 0.2, margin: 0.1, opacity: 1 });
    // 40 × 20 pixels, 10 from the sides.
    const left = position.includes('left') ? 10 : position.includes('right') ? 150 : 80;
    const top = position.includes('top') ? 10 : position.includes('bottom') ? 70 : 40;
    expect(isRed(at(left + 1, top + 1))).toBe(true);
    expect(isRed(at(left + 38, top + 18))).toBe(true);
    expect(isWhite(at(left - 2, top + 10))).toBe(true);
    expect(isWhite(at(left + 41, top + 10))).toBe(true);
    expect(isWhite(at(left + 20, top - 2))).toBe(true);
    expect(isWhite(at(left + 20, top + 21))).toBe(true);
  });

  it('lets the picture through as its opacity says', async () => {
    const { at, bands } = await mark(white, { position: 'center', opacity: 0.5 });
    expect(bands).toBe(3);
    const [red = 0, green = 0] = at(100, 50);
    expect(red).toBe(255);
    expect(Math.abs(green - 127)).toBeLessThanOrEqual(2);
  });

  it('is laid all over, with one in the middle', async () => {
    const { at } = await mark(white, { tile: true, scale: 0.1, spacing: 1, opacity: 1 });
    // Every 40 pixels across and 30 down, from the middle.
    for (const across of [-2, -1, 0, 1, 2])
      for (const down of [-1, 0, 1]) {
        expect(isRed(at(100 + 40 * across, 50 + 30 * down))).toBe(true);
        if (across < 2) expect(isWhite(at(120 + 40 * across, 50 + 30 * down))).toBe(true);
      }
  });

  it('turns the tiles together, and still covers the corners', async () => {
    const tiles = { tile: true, scale: 0.1, spacing: 0, opacity: 1, angle: 30 };
    const { at, width, height } = await mark(white, tiles);
    expect([width, height]).toEqual([200, 100]);
    for (const [x, y] of [
      [1, 1],
      [198, 1],
      [1, 98],
      [198, 98],
      [100, 50],
    ] as const)
      expect(isRed(at(x, y))).toBe(true);
  });

  it('keeps what is transparent, and lies on every frame', async () => {
    const clear = await paint(200, 100, [0, 0, 255, 0]);
    const laid = await mark(clear, { position: 'top-left', margin: 0, opacity: 1 });
    expect(laid.at(5, 5)).toEqual([255, 0, 0, 255]);
    expect(laid.at(150, 80)[3]).toBe(0);
    const vips = await openVips();
    const still = vips.Image.newFromBuffer(white);
    const strip = vips.Image.arrayjoin([still, still.invert()], { across: 1 }).copy();
    strip.setInt('page-height', 100);
    const animated = new Uint8Array(strip.webpsaveBuffer({ lossless: true }));
    const options = { image: red, position: 'top-left', margin: 0, opacity: 1 };
    const { file } = await processOne(animated, [{ op: 'watermark', options }], { frames: 'all' });
    const { at, pages } = await decode(file);
    expect(pages).toBe(2);
    expect(isRed(at(20, 10))).toBe(true);
    expect(isRed(at(20, 110))).toBe(true);
    expect(isWhite(at(100, 50))).toBe(true);
    expect(isWhite(at(100, 150))).toBe(false);
  });

  it('may be a data URL', async () => {
    const base64 = btoa(String.fromCharCode(...new Uint8Array(await red.arrayBuffer())));
    const image = `data:image/png;base64,${base64}`;
    const { at } = await mark(white, { image, position: 'center', opacity: 1 });
    expect(isRed(at(100, 50))).toBe(true);
  });

  it('may be a text, drawn as wide as it is to be', async () => {
    const blue = await paint(200, 100, [0, 0, 255]);
    const options = { image: undefined, text: 'Triptych', color: '#ff0000', position: 'center' };
    const { at } = await mark(blue, { ...options, scale: 0.5, opacity: 1 });
    const columns = Array.from({ length: 200 }, (_, x) => x).filter((x) =>
      Array.from({ length: 100 }, (_, y) => at(x, y)).some(([red = 0]) => red > 200),
    );
    expect(Math.min(...columns)).toBeGreaterThan(45);
    expect(Math.max(...columns)).toBeLessThan(155);
    expect(Math.max(...columns) - Math.min(...columns)).toBeGreaterThan(60);
    await expect(mark(blue, { ...options, text: ' ' })).rejects.toMatchObject({
      code: 'invalid_request',
      message: expect.stringMatching(/no letters/) as string,
    });
  });

  it.each<[string, object, string, RegExp]>([
    ['no mark at all', { image: undefined }, 'invalid_request', /give one of "text", "image" and/],
    ['two', { invisible: true, payload: 1 }, 'invalid_request', /give one of "text", "image" and/],
    ['a path', { image: 'logo.png' }, 'invalid_request', /"image" must be a picture/],
    ['damaged base64', { image: 'data:image/png;base64,AAAAA' }, 'invalid_request', /damaged/],
    ['no picture', { image: new Blob(['hello']) }, 'not_supported', /not a picture/],
    ['an SVG', { image: new Blob(['<svg xmlns="…"/>']) }, 'not_supported', /SVG/],
    [
      'a position that is none',
      { position: 'middle' },
      'invalid_request',
      /must be one of top-left/,
    ],
    ['too large a scale', { scale: 2 }, 'invalid_request', /from 0.01 to 1/],
  ])('says what is wrong: %s', async (_, options, code, message) => {
    await expect(mark(white, options)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message) as string,
    });
  });

  it('takes no AVIF as a mark, for which libvips would be started again', async () => {
    const avif = await makePicture((image) =>
      image.heifsaveBuffer({ compression: 'av1', effort: 0 }),
    );
    await expect(mark(white, { image: new Blob([avif]) })).rejects.toMatchObject({
      code: 'not_supported',
    });
  });
});

it('keeps a mark that is larger than the picture at its side', () => {
  const picture = { width: 100, height: 50 };
  const tall = { width: 100, height: 90 };
  expect(placeAt('top-left', picture, tall, 10)).toEqual({ left: 0, top: 0 });
  expect(placeAt('center', picture, tall, 10)).toEqual({ left: 0, top: -20 });
});
