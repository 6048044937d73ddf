import { beforeAll, describe, expect, it } from 'vitest';
import { joinBytes } from '../join-bytes.ts';
import { latin1Bytes, uint32Bytes } from '../images/bytes.ts';
import { encodePng } from '../images/png.ts';
import { readChunks, writeChunks, type PngChunk } from '../images/png-chunks.ts';
import { createVipsLoader } from './load-vips.ts';
import { createImageOpsEngine } from './vips-image-ops-engine.ts';
import {
  CORNERS,
  decode,
  engine,
  makePicture,
  openVips,
  paintCorners,
  processOne,
  type DecodedPicture,
} from './test-pictures.fixture.ts';

const png = await encodePng(paintCorners(40, 20));

/** The four corners of a picture that went through JPEG or a change of profile. */
function expectCorners({ width, height, at }: DecodedPicture, tolerance = 12): void {
  const corners = {
    topLeft: at(2, 2),
    topRight: at(width - 3, 2),
    bottomLeft: at(2, height - 3),
    bottomRight: at(width - 3, height - 3),
  };
  for (const [name, colour] of Object.entries(CORNERS))
    for (const [band, value] of colour.entries()) {
      const difference = Math.abs((corners[name as keyof typeof corners][band] ?? NaN) - value);
      expect(difference, `${name}, band ${band}: ${JSON.stringify(corners)}`).toBeLessThanOrEqual(
        tolerance,
      );
    }
}

/** Inserts chunks after the header. */
function withChunks(file: Uint8Array<ArrayBuffer>, ...added: PngChunk[]): Uint8Array<ArrayBuffer> {
  const [header, ...rest] = readChunks(file);
  return writeChunks([header as PngChunk, ...added, ...rest]);
}

describe('every picture that is opened', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('stands upright with orientation %i', async (orientation) => {
    const isTurned = orientation > 4;
    const [width, height] = isTurned ? [20, 40] : [40, 20];
    const stored = await makePicture((image, vips) => {
      // What a camera stores so that the orientation makes the corners come out right.
      const undo = [
        image,
        image,
        image.flip('horizontal'),
        image.rot('d180'),
        image.flip('vertical'),
        image.rot('d270').flip('vertical'),
        image.rot('d270'),
        image.rot('d90').flip('vertical'),
        image.rot('d90'),
      ][orientation] as typeof image;
      const tagged = undo.copy();
      tagged.setInt('orientation', orientation);
      expect(vips.Image).toBeDefined();
      return tagged.jpegsaveBuffer({ Q: 100, subsample_mode: 'off' });
    });
    expect((await decode(stored)).width).toBe(width);
    const { file } = await processOne(stored);
    const upright = await decode(file);
    expect([upright.width, upright.height]).toEqual([40, 20]);
    expect(height).toBeGreaterThan(0);
    expectCorners(upright);
  });

  it.each<[string, Parameters<typeof makePicture>[0], number]>([
    [
      'Display P3',
      (image) =>
        image
          .iccTransform('p3', { input_profile: 'srgb' })
          .jpegsaveBuffer({ Q: 100, subsample_mode: 'off' }),
      12,
    ],
    ['16 bits a channel', (image) => image.colourspace('rgb16').pngsaveBuffer({ bitdepth: 16 }), 1],
    ['a palette', (image) => image.pngsaveBuffer({ palette: true }), 3],
    [
      'a damaged profile',
      (image) => {
        const tagged = image.copy();
        tagged.setBlob('icc-profile-data', new Uint8Array(400).fill(7));
        return tagged.jpegsaveBuffer({ Q: 100, subsample_mode: 'off' });
      },
      12,
    ],
    ['TIFF', (image) => image.tiffsaveBuffer({ compression: 'lzw' }), 1],
    ['AVIF', (image) => image.heifsaveBuffer({ compression: 'av1', Q: 95, effort: 0 }), 14],
    ['JPEG XL', (image) => image.jxlsaveBuffer({ lossless: true, effort: 1 }), 1],
    ['WebP without loss', (image) => image.webpsaveBuffer({ lossless: true }), 1],
  ])('comes out in sRGB from %s', async (_, write, tolerance) => {
    const { file, width, height } = await processOne(await makePicture(write), [
      { op: 'convert', options: { format: 'png' } },
    ]);
    const decoded = await decode(file);
    expect([width, height]).toEqual([40, 20]);
    expect(decoded.fields).not.toContain('icc-profile-data');
    expectCorners(decoded, tolerance);
  });

  it.each([
    ['with a profile', 'all'],
    ['without one', 'none'],
  ])('comes out in sRGB from CMYK %s', async (_, keep) => {
    const vips = await openVips();
    const inks = {
      paper: [0, 0, 0, 0],
      black: [0, 0, 0, 255],
      yellow: [0, 0, 255, 0],
      cyan: [255, 0, 0, 0],
    };
    const colours: Record<string, number[]> = {};
    for (const [name, ink] of Object.entries(inks)) {
      const plain = vips.Image.black(16, 16, { bands: 4 }).linear([1, 1, 1, 1], ink).cast('uchar');
      const separation = plain
        .copy({ interpretation: 'cmyk' })
        .iccExport({ output_profile: 'cmyk' });
      const file = separation.jpegsaveBuffer({ Q: 100, keep });
      colours[name] = (await decode((await processOne(new Uint8Array(file))).file)).at(8, 8);
    }
    const isAbout = (colour: number[] | undefined, wanted: number[]) =>
      wanted.every((value, band) => Math.abs((colour?.[band] ?? NaN) - value) < 70);
    expect(isAbout(colours['paper'], [255, 255, 255])).toBe(true);
    expect(isAbout(colours['black'], [30, 30, 30])).toBe(true);
    expect(isAbout(colours['yellow'], [255, 237, 0])).toBe(true);
    expect(isAbout(colours['cyan'], [0, 160, 220])).toBe(true);
  });

  it('has the colours that its gAMA chunk asks for', async () => {
    const grey = {
      width: 8,
      height: 8,
      data: new Uint8ClampedArray(256).fill(128).map((value, at) => (at % 4 === 3 ? 255 : value)),
    };
    const plain = await encodePng(grey);
    const gammaOf = async (value: number) => {
      const chunk: PngChunk = { type: 'gAMA', data: uint32Bytes(Math.round(value * 100_000)) };
      const [red] = (await decode((await processOne(withChunks(plain, chunk))).file)).at(4, 4);
      return red;
    };
    expect(await gammaOf(0.45455)).toBe(128);
    // Linear light: 128 of 255 is 188 in sRGB.
    expect(Math.abs(((await gammaOf(1)) ?? 0) - 188)).toBeLessThan(4);
    const linear = { type: 'sRGB', data: Uint8Array.of(0) };
    const both = withChunks(plain, linear, { type: 'gAMA', data: uint32Bytes(100_000) });
    expect((await decode((await processOne(both)).file)).at(4, 4)[0]).toBe(128);
  });

  it('keeps transparency, also of a palette and of grey', async () => {
    const half = paintCorners(40, 20);
    half.data[3] = 100;
    const written = [
      await encodePng(half),
      await makePicture((image, vips) => {
        const alpha = vips.Image.black(40, 20).linear([1], [100]).cast('uchar');
        return image.bandjoin(alpha).pngsaveBuffer({ palette: true });
      }),
      await makePicture((image, vips) => {
        const alpha = vips.Image.black(40, 20).linear([1], [100]).cast('uchar');
        return image.colourspace('b-w').bandjoin(alpha).pngsaveBuffer();
      }),
    ];
    for (const bytes of written) {
      const { bands, at } = await decode((await processOne(bytes)).file);
      expect(bands).toBe(4);
      expect(Math.abs((at(0, 0)[3] ?? 0) - 100)).toBeLessThan(3);
    }
  });

  it('leaves Exif, place, XMP, comments and profile behind', async () => {
    const stuffed = await makePicture((image) => {
      const tagged = image.copy();
      tagged.setString('exif-ifd0-Artist', 'Somebody');
      tagged.setString('exif-ifd3-GPSLatitude', '52/1 31/1 0/1');
      tagged.setBlob('xmp-data', latin1Bytes('<x:xmpmeta xmlns:x="adobe:ns:meta/"/>'));
      tagged.setBlob('iptc-data', latin1Bytes('iptc iptc iptc'));
      return tagged.iccTransform('p3', { input_profile: 'srgb' }).jpegsaveBuffer();
    });
    expect((await decode(stuffed)).fields.join()).toMatch(/exif-data.*|xmp-data/);
    for (const format of ['jpeg', 'webp', 'png', 'avif', 'jxl']) {
      const { file } = await processOne(stuffed, [{ op: 'convert', options: { format } }]);
      const text = String.fromCharCode(...new Uint8Array(await file.arrayBuffer()));
      expect(text).not.toMatch(/Somebody|xmpmeta|iptc iptc/);
      // A JPEG XL says by numbers that it is sRGB, of which its decoder makes a profile.
      const metadata = format === 'jxl' ? /exif|xmp|iptc/ : /exif|xmp|iptc|icc/;
      const { fields } = await decode(file);
      expect(fields.filter((name) => metadata.test(name))).toEqual([]);
    }
  });

  it('shows the first picture of an APNG', async () => {
    const control = joinBytes([uint32Bytes(2), uint32Bytes(0)]);
    const animated = withChunks(png, { type: 'acTL', data: control });
    expectCorners(await decode((await processOne(animated)).file), 1);
  });
});

describe('animations', () => {
  const makeAnimation = (format: 'gif' | 'webp') =>
    makePicture((image, vips) => {
      const strip = vips.Image.arrayjoin([image, image.flip('horizontal'), image.rot('d180')], {
        across: 1,
      }).copy();
      strip.setInt('page-height', 20);
      strip.setArrayInt('delay', [100, 200, 300]);
      return format === 'gif' ? strip.gifsaveBuffer() : strip.webpsaveBuffer({ lossless: true });
    });

  it.each(['gif', 'webp'] as const)(
    'of %s become the first frame, or stay whole where asked',
    async (format) => {
      const bytes = await makeAnimation(format);
      const still = await decode((await processOne(bytes)).file);
      expect([still.pages, still.height]).toEqual([1, 20]);
      const operations = [{ op: 'resize', options: { width: 20 } }];
      const { file } = await processOne(bytes, operations, { frames: 'all' });
      const moving = await decode(file);
      expect([moving.pages, moving.width, moving.height]).toEqual([3, 20, 30]);
      expect(moving.fields).toContain('delay');
      // The second frame is mirrored.
      expect(moving.at(2, 12)[1]).toBeGreaterThan(200);
    },
  );

  it('become their first frame in a format without animation', async () => {
    const operations = [{ op: 'convert', options: { format: 'jpeg' } }];
    const { file } = await processOne(await makeAnimation('gif'), operations, { frames: 'all' });
    expect((await decode(file)).height).toBe(20);
  });

  it('have a limit of frames', async () => {
    const limits = { maxFrames: 2 };
    await expect(processOne(await makeAnimation('gif'), [], { limits })).rejects.toMatchObject({
      code: 'limit_exceeded',
    });
  });
});

describe('broken and hostile files', () => {
  let photograph: Uint8Array<ArrayBuffer>;
  beforeAll(async () => {
    photograph = await makePicture((image) => image.resize(8).jpegsaveBuffer({ Q: 90 }));
  });

  it.each([0.3, 0.6, 0.95])('%f of a JPEG are refused with a sentence', async (share) => {
    const cut = photograph.slice(0, Math.floor(photograph.length * share));
    await expect(processOne(cut)).rejects.toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining('damaged or incomplete') as string,
    });
  });

  it('a PNG with half its data is refused, and the next picture works', async () => {
    const cut = png.slice(0, png.length - 40);
    await expect(processOne(cut)).rejects.toMatchObject({ code: 'invalid_request' });
    expectCorners(await decode((await processOne(png)).file), 1);
  });

  it('a text of 300 MB in a PNG is never unpacked', async () => {
    const deflated = new Response(
      new Response(new Uint8Array(300e6)).body?.pipeThrough(new CompressionStream('deflate')),
    );
    const packed = new Uint8Array(await deflated.arrayBuffer());
    const data = joinBytes([latin1Bytes('Comment\0\0'), packed]);
    const bomb = withChunks(png, { type: 'zTXt', data });
    const before = process.memoryUsage().rss;
    expectCorners(await decode((await processOne(bomb)).file), 1);
    expect(process.memoryUsage().rss - before).toBeLessThan(100e6);
  });

  it('the thinnest and the flattest picture are only pictures', async () => {
    for (const [width, height] of [
      [1, 60_000],
      [16_000, 1],
      [1, 1],
    ] as const) {
      const thin = await encodePng({
        width,
        height,
        data: new Uint8ClampedArray(4 * width * height).fill(255),
      });
      const done = await processOne(thin, [
        { op: 'resize', options: { width: 8, height: 8, fit: 'cover' } },
      ]);
      expect([done.width, done.height]).toEqual([8, 8]);
    }
  });
});

it('checks options before it opens anything', async () => {
  const text = new Blob(['not a picture']);
  const run = async (op: string, options: object) => {
    const request = { file: text, operations: [{ op: 'sanitize' }, { op, options }] };
    for await (const event of engine.process(request, new AbortController().signal))
      expect(event).toBe('never');
  };
  await expect(run('resize', { width: 0 })).rejects.toThrow(
    'resize: "width" must be a whole number from 1 to 16383.',
  );
  await expect(run('sharpen', {})).rejects.toThrow(
    'There is no operation "sharpen". There are: sanitize,',
  );
});

it('turns a large photograph, whose rows come in another order', async () => {
  const photograph = await makePicture((image) => {
    const tagged = image.resize(50).copy();
    tagged.setInt('orientation', 6);
    return tagged.jpegsaveBuffer();
  });
  const { width, height } = await processOne(photograph);
  expect([width, height]).toEqual([1000, 2000]);
});

it('does not let the colours of transparent pixels bleed into others', async () => {
  const picture = paintCorners(40, 20);
  // The right half is invisible green and yellow.
  for (let at = 0; at < picture.data.length; at += 4)
    if ((at / 4) % 40 >= 20) picture.data[at + 3] = 0;
  for (const operation of [{ op: 'blur' }, { op: 'resize', options: { width: 10 } }]) {
    const { at, width } = await decode(
      (await processOne(await encodePng(picture), [operation])).file,
    );
    expect(at(width / 2 - 1, 1)[1]).toBeLessThan(10);
  }
});

it('says what a format cannot hold', async () => {
  const wide = await encodePng({ width: 20_000, height: 1, data: new Uint8ClampedArray(80_000) });
  await expect(processOne(wide, [{ op: 'optimize' }])).rejects.toMatchObject({
    code: 'limit_exceeded',
    message: expect.stringContaining('webp holds at most 16383 a side') as string,
  });
});

it('refuses options that exclude each other, and finds the quality for a size', async () => {
  const convert = (options: object) => [{ op: 'convert', options: { format: 'jpeg', ...options } }];
  await expect(processOne(png, convert({ quality: 80, targetBytes: 900 }))).rejects.toThrow(
    'convert: give only one of "quality", "isLossless" and "targetBytes".',
  );
  const made = await processOne(png, convert({ targetBytes: 900 }));
  expect(made.file.size).toBeLessThanOrEqual(900);
  expect(
    (await processOne(png, convert({ quality: (made.quality ?? 0) + 1 }))).file.size,
  ).toBeGreaterThan(900);
  await expect(processOne(png, convert({ targetBytes: 50 }))).rejects.toThrow('takes at least');
});

it('takes one request after the other, whichever parts of libvips they need', async () => {
  // Its own loader, which starts without any part.
  const fresh = createImageOpsEngine({
    loadVips: createVipsLoader(),
    connectCompute: () => Promise.reject(new Error('No network is needed.')),
    connectCanvas: () => Promise.reject(new Error('No text is drawn.')),
  });
  const log: string[] = [];
  const run = async (format: string) => {
    const operations = [{ op: 'flip' }, { op: 'convert', options: { format } }];
    const request = { file: new Blob([png]), operations };
    for await (const event of fresh.process(request, new AbortController().signal)) {
      if (event.type === 'picture-start') log.push('start');
      if (event.type === 'finish') log.push(event.files[0]?.extension ?? '');
    }
  };
  const formats = ['webp', 'avif', 'png', 'jxl', 'webp'];
  await Promise.all(formats.map(run));
  expect(log).toEqual(formats.flatMap((format) => ['start', format]));
});

it('stops between operations, and frees what it made', async () => {
  const stop = new AbortController();
  const operations = [{ op: 'flip' }, { op: 'flip' }, { op: 'flip' }];
  const seen: string[] = [];
  const run = async () => {
    for await (const event of engine.process({ file: new Blob([png]), operations }, stop.signal)) {
      seen.push(event.type);
      if (event.type === 'operation-start' && event.index === 1) stop.abort();
    }
  };
  await expect(run()).rejects.toMatchObject({ code: 'aborted' });
  expect(seen).toEqual(['picture-start', 'operation-start', 'operation-start']);
});
