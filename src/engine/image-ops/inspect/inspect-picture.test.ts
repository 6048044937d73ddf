import { describe, expect, it } from 'vitest';
import { joinBytes } from '../../join-bytes.ts';
import { latin1Bytes, uint32Bytes } from '../../images/bytes.ts';
import { encodePng } from '../../images/png.ts';
import { writeChunks, readChunks, type PngChunk } from '../../images/png-chunks.ts';
import { DEFAULT_LIMITS, inspectPicture } from './inspect-picture.ts';
import { stripPng } from './prepare-png.ts';

const bytes = (...parts: readonly (string | readonly number[])[]): Uint8Array<ArrayBuffer> =>
  joinBytes(
    parts.map((part) => (typeof part === 'string' ? latin1Bytes(part) : Uint8Array.from(part))),
  );
const little16 = (value: number) => [value & 0xff, value >> 8];

function pngHeader(width: number, height: number): Uint8Array<ArrayBuffer> {
  const data = joinBytes([uint32Bytes(width), uint32Bytes(height), Uint8Array.of(8, 2, 0, 0, 0)]);
  return writeChunks([
    { type: 'IHDR', data },
    { type: 'IEND', data: new Uint8Array(0) },
  ]);
}

function jpegHeader(width: number, height: number): Uint8Array<ArrayBuffer> {
  const frame = [0xff, 0xc0, 0, 11, 8, height >> 8, height & 255, width >> 8, width & 255];
  return bytes([0xff, 0xd8], frame, [1, 1, 0x11, 0, 0xff, 0xd9]);
}

function gif(width: number, height: number, frames: number): Uint8Array<ArrayBuffer> {
  const frame = [0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x4c, 1, 0];
  const control = [0x21, 0xf9, 4, 0, 0, 0, 0, 0];
  const all = Array.from({ length: frames }, () => [...control, ...frame]).flat();
  return bytes(
    'GIF89a',
    little16(width),
    little16(height),
    [0x80, 0, 0],
    new Array(6).fill(0),
    all,
    [0x3b],
  );
}

const box = (type: string, ...content: readonly Uint8Array<ArrayBuffer>[]) => {
  const body = joinBytes([latin1Bytes(type), ...content]);
  return joinBytes([uint32Bytes(body.length + 4), body]);
};
const fullBox = (type: string, ...content: readonly Uint8Array<ArrayBuffer>[]) =>
  box(type, uint32Bytes(0), ...content);

function avif(width: number, height: number): Uint8Array<ArrayBuffer> {
  const size = fullBox('ispe', uint32Bytes(width), uint32Bytes(height));
  const tile = fullBox('ispe', uint32Bytes(64), uint32Bytes(64));
  const meta = fullBox('meta', box('iprp', box('ipco', tile, size)));
  return joinBytes([
    box('ftyp', latin1Bytes('avif'), uint32Bytes(0), latin1Bytes('avifmif1')),
    meta,
  ]);
}

function tiff(width: number, height: number): Uint8Array<ArrayBuffer> {
  const entry = (tag: number, value: number) => [
    ...little16(tag),
    4,
    0,
    1,
    0,
    0,
    0,
    ...little16(value),
    0,
    0,
  ];
  return bytes('II*\0', [8, 0, 0, 0, 2, 0], entry(256, width), entry(257, height));
}

describe('inspectPicture', () => {
  it.each([
    ['png', pngHeader(640, 480)],
    ['jpeg', jpegHeader(640, 480)],
    ['gif', gif(640, 480, 1)],
    ['avif', avif(640, 480)],
    ['tiff', tiff(640, 480)],
    // Small form: height 480 = 60 × 8 does not fit in five bits, so the long form, ratio 4:3.
    ['jxl', bytes([0xff, 0x0a, 0b11111000 | 0b000, 0b00111011, 0b0])],
  ] as const)('reads the size in a %s', (kind, file) => {
    const facts = inspectPicture(file);
    expect(facts.kind).toBe(kind);
    if (kind !== 'jxl') expect(facts).toMatchObject({ width: 640, height: 480, frames: 1 });
  });

  it('counts the frames of a GIF without unpacking them', () => {
    expect(inspectPicture(gif(10, 10, 300)).frames).toBe(300);
  });

  it.each([
    [
      'a bomb of 60,000 × 60,000',
      pngHeader(60_000, 60_000),
      /60000 × 60000 pixels; the limit is 268/,
    ],
    ['a JPEG of 65,535 × 65,535', jpegHeader(65_535, 65_535), /65535 × 65535/],
    ['1 × 100,000', pngHeader(1, 100_000), /65535 pixels a side/],
    ['an AVIF of 2³² pixels', avif(65_536, 65_536), /a side/],
    ['a GIF of 10,000 frames', gif(1, 1, 10_000), /10000 frames; the limit is 500 frames/],
    ['many large frames', gif(10_000, 10_000, 3), /in 3 frames; the limit is 268 megapixels/],
  ])('refuses %s by its header', (_, file, message) => {
    expect(() => inspectPicture(file)).toThrow(message);
    expect(() => inspectPicture(file)).toThrow(expect.objectContaining({ code: 'limit_exceeded' }));
  });

  it('refuses a file that is too long before it looks into it', () => {
    const limits = { ...DEFAULT_LIMITS, maxBytes: 40 };
    expect(() => inspectPicture(pngHeader(1, 1), limits)).toThrow('the limit is 40 bytes');
  });

  it.each([
    ['SVG', bytes('<?xml version="1.0"?>\n<!-- a --><svg xmlns="x"><script/></svg>'), /SVG/],
    ['SVG in UTF-16', bytes('<\0s\0v\0g\0 \0x\0=\0'), /SVG/],
    ['zipped SVG', bytes([0x1f, 0x8b, 8, 0]), /compressed/],
    ['HEIC', box('ftyp', latin1Bytes('heic'), uint32Bytes(0), latin1Bytes('mif1heic')), /HEIC/],
    ['a video', box('ftyp', latin1Bytes('isom'), uint32Bytes(0), latin1Bytes('mp42')), /video/],
    ['a PDF', bytes('%PDF-1.7'), /PDF/],
    ['BMP', bytes('BM', [0, 0, 0, 0]), /BMP/],
    ['text', bytes('hello, this is text'), /not a picture/],
    ['HTML with a picture’s name', bytes('<!doctype html><p>x'), /not a picture/],
  ])('says why %s is not opened', (_, file, message) => {
    expect(() => inspectPicture(file)).toThrow(message);
    expect(() => inspectPicture(file)).toThrow(expect.objectContaining({ code: 'not_supported' }));
  });

  it.each([
    ['an empty file', new Uint8Array(0)],
    ['a PNG that ends in its header', pngHeader(8, 8).slice(0, 18)],
    ['a JPEG without a frame', bytes([0xff, 0xd8, 0xff, 0xd9])],
    ['a PNG of no width', pngHeader(0, 8)],
    ['a WebP without a picture', bytes('RIFF', [4, 0, 0, 0], 'WEBP')],
    ['an AVIF without a size', box('ftyp', latin1Bytes('avif'), uint32Bytes(0))],
    ['a TIFF whose directory is elsewhere', bytes('II*\0', [0xff, 0xff, 0xff, 0x7f])],
    ['a JPEG XL of two bytes', bytes([0xff, 0x0a])],
  ])('calls %s damaged', (name, file) => {
    const inspect = () => inspectPicture(file);
    // Two bytes of JPEG XL read as the smallest picture; the decoder refuses it.
    if (name.includes('JPEG XL')) expect(inspect().kind).toBe('jxl');
    else expect(inspect).toThrow(expect.objectContaining({ code: 'invalid_request' }));
  });

  it('never hangs or throws anything else, whatever follows the first bytes', () => {
    const starts = [pngHeader(8, 8), jpegHeader(8, 8), gif(8, 8, 2), avif(8, 8), tiff(8, 8)];
    let state = 1;
    const random = () => (state = (state * 48_271) % 0x7fffffff) / 0x7fffffff;
    for (const start of starts)
      for (let round = 0; round < 400; round++) {
        const file = start.slice(0, 4 + Math.floor(random() * start.length));
        for (let hits = 0; hits < 6; hits++)
          file[12 + Math.floor(random() * (file.length - 12))] = Math.floor(random() * 256);
        try {
          expect(inspectPicture(file).width).toBeGreaterThan(0);
        } catch (thrown) {
          expect(thrown).toMatchObject({ name: 'EngineError' });
        }
      }
  });
});

describe('stripPng', () => {
  it('drops texts and leaves the picture', async () => {
    const picture = { width: 2, height: 1, data: Uint8ClampedArray.of(1, 2, 3, 255, 4, 5, 6, 255) };
    const plain = await encodePng(picture);
    const [header, ...rest] = readChunks(plain);
    const text: PngChunk = { type: 'zTXt', data: new Uint8Array(100_000) };
    const unknown: PngChunk = { type: 'caBX', data: new Uint8Array(10) };
    const profile: PngChunk = { type: 'iCCP', data: new Uint8Array(2 ** 20 + 1) };
    const stuffed = writeChunks([header as PngChunk, text, unknown, profile, ...rest]);
    expect(stripPng(stuffed)).toEqual(plain);
    expect(stripPng(plain)).toEqual(plain);
  });
});
