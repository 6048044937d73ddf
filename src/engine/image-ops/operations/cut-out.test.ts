import { describe, expect, it } from 'vitest';
import {
  decode,
  drawBall,
  engine,
  makePicture,
  openVips,
  processOne,
  toVipsImage,
} from '../test-pictures.fixture.ts';

const BALL = { x: 150, y: 120, radius: 70 };
const ball = await makePicture((image) => image.pngsaveBuffer(), drawBall(320, 240, BALL));

describe('a cut-out', () => {
  it('is opaque inside and transparent outside, with an edge where the picture has one', async () => {
    const { at, bands, width, height } = await decode(
      (await processOne(ball, [{ op: 'cut-out' }])).file,
    );
    expect([width, height, bands]).toEqual([320, 240, 4]);
    expect(at(150, 120)[3]).toBe(255);
    expect(at(20, 20)[3]).toBe(0);
    expect(at(150 - 66, 120)[3]).toBeGreaterThan(200);
    expect(at(150 - 76, 120)[3]).toBeLessThan(60);
  });

  it('has no fringe of the background around it', async () => {
    const { file } = await processOne(ball, [{ op: 'cut-out', options: { background: '#000' } }]);
    const { at, bands } = await decode(file);
    expect(bands).toBe(4);
    for (let x = 60; x < 150; x++) {
      const [red = 0, green = 0, blue = 0] = at(x, 120);
      expect(Math.max(green, blue), `x ${x}: ${at(x, 120)}`).toBeLessThanOrEqual(110);
      expect(red).toBeGreaterThanOrEqual(green - 2);
    }
  });

  it('can be as small as what it shows', async () => {
    const { width, height } = await processOne(ball, [{ op: 'cut-out', options: { trim: true } }]);
    expect(Math.abs(width - 140)).toBeLessThan(12);
    expect(Math.abs(height - 140)).toBeLessThan(12);
  });

  it('leaves transparent what was', async () => {
    const half = await makePicture(
      (image, vips) => {
        const alpha = vips.Image.black(320, 120).bandjoin([]).add([255]).cast('uchar');
        const both = alpha.join(vips.Image.black(320, 120).cast('uchar'), 'vertical');
        return image.bandjoin(both).pngsaveBuffer();
      },
      drawBall(320, 240, BALL),
    );
    const { at } = await decode((await processOne(half, [{ op: 'cut-out' }])).file);
    expect(at(150, 200)[3]).toBe(0);
  });

  it('of a JPEG becomes a PNG, so that it stays transparent', async () => {
    const jpeg = await makePicture((image) => image.jpegsaveBuffer(), drawBall(320, 240, BALL));
    const { extension, file } = await processOne(jpeg, [{ op: 'cut-out' }]);
    expect([extension, (await decode(file)).bands]).toEqual(['png', 4]);
  });

  it('of an animation is made of each frame', async () => {
    const gif = await makePicture((image, vips) => {
      const other = toVipsImage(drawBall(160, 120, { x: 110, y: 60, radius: 30 }), vips);
      const first = toVipsImage(drawBall(160, 120, { x: 40, y: 60, radius: 30 }), vips);
      expect(image.width).toBeGreaterThan(0);
      const strip = vips.Image.arrayjoin([first, other], { across: 1 }).copy();
      strip.setInt('page-height', 120);
      strip.setArrayInt('delay', [100, 100]);
      return strip.gifsaveBuffer();
    });
    const made = await processOne(gif, [{ op: 'cut-out' }], { frames: 'all' });
    const { at, pages } = await decode(made.file);
    expect(pages).toBe(2);
    expect([at(40, 60)[3], at(110, 60)[3], at(40, 180)[3], at(110, 180)[3]]).toEqual([
      255, 0, 0, 255,
    ]);
  });

  it('of a picture in which nothing stands out is refused with a reason', async () => {
    const plain = await makePicture((image) => image.linear(0, 128).cast('uchar').pngsaveBuffer());
    await expect(processOne(plain, [{ op: 'cut-out' }])).rejects.toThrow('Nothing stands out');
  });

  it('reports its progress and stops when asked', async () => {
    const stop = new AbortController();
    const request = { file: new Blob([ball]), operations: [{ op: 'cut-out' }, { op: 'flip' }] };
    const run = async () => {
      for await (const event of engine.process(request, stop.signal))
        if (event.type === 'operation-progress') stop.abort();
    };
    await expect(run()).rejects.toMatchObject({ code: 'aborted' });
    expect(await openVips()).toBeDefined();
  });
});
