import { describe, expect, it } from 'vitest';
import { EngineError, type ErrorCode } from '../errors.ts';
import { createPictureEncoder, encodePictures, type PictureEncoder } from './encode-together.ts';
import type { OutputFormat } from './encode-picture.ts';
import { openVips, paintCorners, toVipsImage } from './test-pictures.fixture.ts';

const { signal } = new AbortController();
const vips = await openVips();

/** One that counts what it is given; or that fails. */
function createFake(fails?: ErrorCode) {
  const real = createPictureEncoder(() => Promise.resolve(vips));
  const taken: number[] = [];
  const encoder: PictureEncoder = {
    async encode(picture, own) {
      taken.push(picture.width);
      if (fails) throw new EngineError(fails, 'It cannot.');
      return real.encode(picture, own);
    },
  };
  return { encoder, taken };
}

const pictureOf = (width: number, format: OutputFormat = 'webp', frames = 1) => {
  const frame = toVipsImage(paintCorners(width, 600), vips);
  return {
    frames: Array.from({ length: frames }, () => frame),
    delaysMs: frames > 1 ? Array.from({ length: frames }, () => 100) : [],
    loop: 0,
    output: { format, quality: 70 },
  };
};

const encode = (pictures: ReturnType<typeof pictureOf>[], ...encoders: PictureEncoder[]) =>
  encodePictures(vips, pictures, { ready: () => encoders }, signal);

describe('pictures that are written together', () => {
  const pictures = [pictureOf(700), pictureOf(400), pictureOf(300, 'png'), pictureOf(100, 'jpeg')];

  it('are the same as by one thread, in their order', async () => {
    const { encoder, taken } = createFake();
    const together = await encode(pictures, encoder);
    expect(taken).toEqual([400, 300]);
    expect(together.map(({ width, extension }) => [width, extension])).toEqual([
      [700, 'webp'],
      [400, 'webp'],
      [300, 'png'],
      [100, 'jpg'],
    ]);
    expect(together).toEqual(await encodePictures(vips, pictures, undefined, signal));
  });

  it('are written here if another thread is gone', async () => {
    const { encoder, taken } = createFake('engine_crashed');
    expect(await encode(pictures, encoder)).toEqual(
      await encodePictures(vips, pictures, undefined, signal),
    );
    expect(taken.length).toBeGreaterThan(0);
  });

  it('fail as by one thread', async () => {
    const { encoder } = createFake('limit_exceeded');
    await expect(encode(pictures, encoder)).rejects.toMatchObject({ code: 'limit_exceeded' });
  });

  it('stay here if they are animated, small or alone', async () => {
    const { encoder, taken } = createFake();
    await encode([pictureOf(900, 'webp', 2), pictureOf(900, 'webp', 2)], encoder);
    await encode([pictureOf(40), pictureOf(30)], encoder);
    await encode([pictureOf(900)], encoder);
    expect(taken).toEqual([]);
  });
});
