import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '../errors.ts';
import { latin1Bytes, uint32Bytes } from '../images/bytes.ts';
import { encodePng } from '../images/png.ts';
import { readChunks, writeChunks, type PngChunk } from '../images/png-chunks.ts';
import { joinBytes } from '../join-bytes.ts';
import {
  CORNERS,
  decode,
  makePicture,
  openVips,
  paintCorners,
  processOne,
} from './test-pictures.fixture.ts';

type Bytes = Uint8Array<ArrayBuffer>;
type Write = Parameters<typeof makePicture>[0];

const png = await encodePng(paintCorners(40, 20));
const jpeg = await makePicture((image) => image.jpegsaveBuffer({ Q: 100 }));

const compress = async (bytes: Bytes, format: CompressionFormat): Promise<Bytes> => {
  const packed = new Blob([bytes]).stream().pipeThrough(new CompressionStream(format));
  return new Uint8Array(await new Response(packed).arrayBuffer());
};

/** A PNG of which the header says this, and which has nothing else. */
function claimPng(width: number, height: number): Bytes {
  const data = joinBytes([uint32Bytes(width), uint32Bytes(height), Uint8Array.of(8, 2, 0, 0, 0)]);
  return writeChunks([
    { type: 'IHDR', data },
    { type: 'IEND', data: new Uint8Array(0) },
  ]);
}

function addChunks(file: Bytes, ...added: PngChunk[]): Bytes {
  const [header, ...rest] = readChunks(file);
  return writeChunks([header as PngChunk, ...added, ...rest]);
}

async function zipBomb(): Promise<Bytes> {
  const packed = await compress(new Uint8Array(300e6), 'deflate');
  const data = joinBytes([latin1Bytes('Comment\0\0'), packed]);
  return addChunks(png, { type: 'zTXt', data });
}

/** A JPEG whose profile is replaced. */
const withProfile = (change: (profile: Uint8Array) => Uint8Array, source = 'p3') =>
  makePicture((image, vips) => {
    const made = image.iccTransform(source, { input_profile: 'srgb' });
    const profile = made.getBlob('icc-profile-data');
    expect(vips.Image).toBeDefined();
    const tagged = image.copy();
    tagged.setBlob('icc-profile-data', change(profile));
    return tagged.jpegsaveBuffer({ Q: 100, subsample_mode: 'off' });
  });

async function stripOf(write: (strip: Parameters<Write>[0]) => Uint8Array): Promise<Bytes> {
  return makePicture((image, vips) => {
    const strip = vips.Image.arrayjoin([image, image.flip('horizontal')], { across: 1 }).copy();
    strip.setInt('page-height', 20);
    return write(strip);
  });
}

const REFUSED: Readonly<Record<string, [ErrorCode, () => Bytes | Promise<Bytes>]>> = {
  'a header of 60,000 × 60,000': ['limit_exceeded', () => claimPng(60_000, 60_000)],
  'a header of 1 × 100,000': ['limit_exceeded', () => claimPng(1, 100_000)],
  'a picture of no size': ['invalid_request', () => claimPng(0, 0)],
  'a file of no bytes': ['invalid_request', () => new Uint8Array(0)],
  'a truncated JPEG': ['invalid_request', () => jpeg.slice(0, Math.floor(0.7 * jpeg.length))],
  'a truncated PNG': ['invalid_request', () => png.slice(0, png.length - 40)],
  'a header without a picture': ['invalid_request', () => claimPng(40, 20)],
  'a page named as a picture': ['not_supported', () => latin1Bytes('<!doctype html><img>')],
  'an SVG': ['not_supported', () => latin1Bytes('<svg xmlns="x"><script/></svg>')],
  'a gzip SVG': ['not_supported', () => compress(latin1Bytes('<svg/>'), 'gzip')],
  'a picture in gzip in gzip': [
    'not_supported',
    async () => compress(await compress(png, 'gzip'), 'gzip'),
  ],
  'a picture nested in a zip': [
    'not_supported',
    () => joinBytes([latin1Bytes('PK\x03\x04'), new Uint8Array(26), png]),
  ],
  'a picture nested in an SVG': [
    'not_supported',
    () => latin1Bytes('<svg><image href="data:image/png;base64,iVBORw0KGgo="/></svg>'),
  ],
};

const OPENED: Readonly<Record<string, () => Bytes | Promise<Bytes>>> = {
  'a zTXt of 300 MB': zipBomb,
  'a profile of noise': () => withProfile(() => new Uint8Array(400).fill(7)),
  'half a profile': () => withProfile((profile) => profile.slice(0, profile.length / 2)),
  'the profile of another kind of colours': () => withProfile((profile) => profile, 'cmyk'),
  '16 bits a channel': () =>
    makePicture((image) => image.colourspace('rgb16').pngsaveBuffer({ bitdepth: 16 })),
  'a palette with alpha': () =>
    makePicture((image, vips) => {
      const alpha = vips.Image.black(40, 20).linear([1], [255]).cast('uchar');
      return image.bandjoin(alpha).pngsaveBuffer({ palette: true });
    }),
  'an APNG': () =>
    addChunks(png, { type: 'acTL', data: joinBytes([uint32Bytes(2), uint32Bytes(0)]) }),
  'an animated WebP': () => stripOf((strip) => strip.webpsaveBuffer({ lossless: true })),
  'an animated GIF': () => stripOf((strip) => strip.gifsaveBuffer()),
  'a picture behind a picture': () => joinBytes([png, png]),
  'a JPEG behind a JPEG': () => joinBytes([jpeg, jpeg]),
  'orientation 1': () => orientate(1, (image) => image),
  'orientation 2': () => orientate(2, (image) => image.flip('horizontal')),
  'orientation 3': () => orientate(3, (image) => image.rot('d180')),
  'orientation 4': () => orientate(4, (image) => image.flip('vertical')),
  'orientation 5': () => orientate(5, (image) => image.rot('d270').flip('vertical')),
  'orientation 6': () => orientate(6, (image) => image.rot('d270')),
  'orientation 7': () => orientate(7, (image) => image.rot('d90').flip('vertical')),
  'orientation 8': () => orientate(8, (image) => image.rot('d90')),
};

const orientate = (orientation: number, undo: (image: Parameters<Write>[0]) => typeof image) =>
  makePicture((image) => {
    const tagged = undo(image).copy();
    tagged.setInt('orientation', orientation);
    return tagged.jpegsaveBuffer({ Q: 100, subsample_mode: 'off' });
  });

describe('hostile and unusual files', () => {
  it.each(Object.keys(REFUSED))(
    '%s is refused with a sentence, and costs nothing',
    async (name) => {
      const [code, make] = REFUSED[name] ?? ['internal', () => png];
      const bytes = await make();
      await openVips();
      const begin = performance.now();
      const before = process.memoryUsage().rss;
      await expect(processOne(bytes)).rejects.toMatchObject({
        code,
        message: expect.stringMatching(/^\p{Lu}.+\.$/su) as string,
      });
      expect(process.memoryUsage().rss - before).toBeLessThan(100e6);
      expect(performance.now() - begin).toBeLessThan(10_000);
    },
  );

  it.each(Object.keys(OPENED))('%s is opened, upright and in its colours', async (name) => {
    const bytes = await OPENED[name]?.();
    const convert = [{ op: 'convert', options: { format: 'png' } }];
    const made = await processOne(bytes ?? png, convert);
    const { width, height, at, fields } = await decode(made.file);
    expect([width, height]).toEqual([40, 20]);
    expect(fields.filter((field) => /icc|exif|comment/i.test(field))).toEqual([]);
    const corners = [at(2, 2), at(37, 2), at(2, 17), at(37, 17)].flatMap((pixel) =>
      pixel.slice(0, 3),
    );
    const differences = Object.values(CORNERS)
      .flat()
      .map((value, index) => Math.abs(value - (corners[index] ?? NaN)));
    expect(Math.max(...differences)).toBeLessThanOrEqual(14);
  });

  it('a JPEG of four inks comes out as its colours on paper', async () => {
    const bytes = await makePicture((_, vips) => {
      const inks = vips.Image.black(40, 20, { bands: 4 }).linear([1, 1, 1, 1], [0, 0, 255, 0]);
      return inks
        .cast('uchar')
        .copy({ interpretation: 'cmyk' })
        .iccExport({ output_profile: 'cmyk' })
        .jpegsaveBuffer({ Q: 100 });
    });
    const [red = 0, green = 0, blue = 255] = (await decode((await processOne(bytes)).file)).at(
      8,
      8,
    );
    expect(red).toBeGreaterThan(220);
    expect(green).toBeGreaterThan(200);
    expect(blue).toBeLessThan(80);
  });
});
