import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { joinBytes } from '../../join-bytes.ts';
import { latin1Bytes, uint32Bytes } from '../bytes.ts';
import { readUserComment } from '../exif.ts';
import { encodePng } from '../png.ts';
import { readChunks, readTexts, textChunk, writeChunks, type PngChunk } from '../png-chunks.ts';
import { readParameters, readPictureTexts } from './image-metadata.ts';
import { cpuTimeMs } from '../../cpu-time.fixture.ts';

const TEXT =
  'ein grüner Frosch\nNegative prompt: Nebel, Rauch\nSteps: 20, Sampler: Euler a, Seed: 42';
const JAPANESE = '緑の蛙、雨\nNegative prompt: 霧\nSteps: 20, Sampler: Euler a, Seed: 42';
const utf8 = (text: string) => new TextEncoder().encode(text);
const deflated = (bytes: Uint8Array) => new Uint8Array(deflateSync(bytes));
const pngWith = (...chunks: readonly PngChunk[]) =>
  encodePng({ width: 1, height: 1, data: Uint8ClampedArray.of(1, 2, 3, 255) }, chunks);
const chunk = (type: string, ...parts: readonly (string | Uint8Array)[]): PngChunk => ({
  type,
  data: joinBytes(parts.map((part) => (typeof part === 'string' ? latin1Bytes(part) : part))),
});
const promptOf = async (bytes: Uint8Array<ArrayBuffer>) =>
  (await readParameters(bytes))?.parameters.prompt;

describe('texts of a PNG', () => {
  it.each<[string, PngChunk]>([
    ['UTF-8 in tEXt', chunk('tEXt', 'parameters\0', utf8(TEXT))],
    ['Latin-1 in tEXt', chunk('tEXt', 'parameters\0', latin1Bytes(TEXT))],
    ['UTF-8 in zTXt', chunk('zTXt', 'parameters\0\0', deflated(utf8(TEXT)))],
    ['Latin-1 in zTXt', chunk('zTXt', 'parameters\0\0', deflated(latin1Bytes(TEXT)))],
    ['iTXt', chunk('iTXt', 'parameters\0\0\0\0\0', utf8(TEXT))],
    ['iTXt with a language', chunk('iTXt', 'parameters\0\0\0de\0Angaben\0', utf8(TEXT))],
    ['compressed iTXt', chunk('iTXt', 'parameters\0\x01\0\0\0', deflated(utf8(TEXT)))],
    ['Latin-1 in iTXt', chunk('iTXt', 'parameters\0\0\0\0\0', latin1Bytes(TEXT))],
    ['a zero byte at the end', chunk('tEXt', 'parameters\0', utf8(`${TEXT}\0`))],
  ])('%s', async (_, part) =>
    expect(await promptOf(await pngWith(part))).toBe('ein grüner Frosch'),
  );

  it.each(['grün', 'Ã¼ and Â°', '猫', 'ÿþab', 'ï»¿x', 'a\u0085b', '\u0000'])(
    'are read as they were written: %s',
    async (text) => {
      expect((await readTexts([textChunk('a', text)])).get('a')).toBe(text);
    },
  );

  it('damaged or truncated texts are left out and reported', async () => {
    const damaged = await pngWith(
      chunk('zTXt', 'parameters\0\0', 'no zlib'),
      chunk('tEXt', 'Comment\0', utf8(TEXT)),
    );
    expect(await readPictureTexts(damaged)).toMatchObject({
      read: { source: 'a1111' },
      notes: ['text-damaged'],
    });
    const cut = (await pngWith(chunk('tEXt', 'parameters\0', utf8(TEXT)))).slice(0, 80);
    expect(await readPictureTexts(cut)).toEqual({ read: undefined, notes: ['file-cut-off'] });
  });

  it('texts of 16 MB each are not unpacked together', async () => {
    const bomb = deflated(new Uint8Array(16 * 2 ** 20));
    const names = ['parameters', 'prompt', 'workflow', 'Comment', 'Description'];
    const chunks = Array.from({ length: 60 }, (_, index) =>
      chunk('zTXt', `${names[index % 5] ?? ''}\0\0`, bomb),
    );
    const before = process.memoryUsage().arrayBuffers;
    let peak = 0;
    const timer = setInterval(
      () => (peak = Math.max(peak, process.memoryUsage().arrayBuffers - before)),
      5,
    );
    const { notes } = await readPictureTexts(await pngWith(...chunks));
    clearInterval(timer);
    expect(notes).toContain('texts-too-long');
    expect(peak).toBeLessThan(200e6);
  });

  it('a file of tiny chunks is read', async () => {
    const [header, ...rest] = readChunks(await pngWith(chunk('tEXt', 'parameters\0', utf8(TEXT))));
    const tiny = Array.from({ length: 100_000 }, () => chunk('abCd'));
    expect(await promptOf(writeChunks([header as PngChunk, ...tiny, ...rest]))).toBe(
      'ein grüner Frosch',
    );
  });
});

const jpeg = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xda, 0, 2, 9, 9, 0xff, 0xd9);
const webp = Uint8Array.from(atob('UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA=='), (c) =>
  c.charCodeAt(0),
);

const number = (value: number, bytes: 2 | 4, isLittle: boolean) => {
  const whole = uint32Bytes(value, isLittle);
  return bytes === 4 ? whole : isLittle ? whole.subarray(0, 2) : whole.subarray(2);
};

/** A TIFF with these ASCII fields in its directory and a user comment. */
function exifOf(
  isLittle: boolean,
  comment: Uint8Array,
  fields: Readonly<Record<number, Uint8Array>> = {},
) {
  const names = Object.keys(fields).map(Number);
  const end = 8 + 2 + (names.length + 1) * 12 + 4;
  let at = end + 2 + 12 + 4;
  const data: Uint8Array[] = [];
  const entry = (tag: number, type: number, bytes: Uint8Array) => {
    const offset = at;
    data.push(bytes);
    at += bytes.length;
    return entryAt(tag, type, bytes.length, offset);
  };
  const entryAt = (tag: number, type: number, count: number, value: number) =>
    joinBytes([
      number(tag, 2, isLittle),
      number(type, 2, isLittle),
      number(count, 4, isLittle),
      number(value, 4, isLittle),
    ]);
  const first = names.map((tag) => entry(tag, 2, fields[tag] ?? new Uint8Array()));
  const inner = entry(0x9286, 7, comment);
  return joinBytes([
    latin1Bytes(isLittle ? 'II' : 'MM'),
    number(42, 2, isLittle),
    number(8, 4, isLittle),
    number(names.length + 1, 2, isLittle),
    ...first,
    entryAt(0x8769, 4, 1, end),
    number(0, 4, isLittle),
    number(1, 2, isLittle),
    inner,
    number(0, 4, isLittle),
    ...data,
  ]);
}

const utf16 = (text: string, isLittle: boolean) => {
  const bytes = Buffer.from(text, 'utf16le');
  return new Uint8Array(isLittle ? bytes : bytes.swap16());
};
const comment = (prefix: string, body: Uint8Array) =>
  joinBytes([latin1Bytes(prefix.padEnd(8, '\0')), body]);
const jpegWith = (exif: Uint8Array, header = 'Exif\0\0') => {
  const length = exif.length + header.length + 2;
  return joinBytes([
    jpeg.subarray(0, 2),
    Uint8Array.of(0xff, 0xe1, length >> 8, length & 0xff),
    latin1Bytes(header),
    exif,
    jpeg.subarray(2),
  ]);
};
const webpWith = (exif: Uint8Array) => {
  const part = joinBytes([
    webp.subarray(12),
    latin1Bytes('EXIF'),
    uint32Bytes(exif.length, true),
    exif,
  ]);
  return joinBytes([
    latin1Bytes('RIFF'),
    uint32Bytes(part.length + 4, true),
    latin1Bytes('WEBP'),
    part,
  ]);
};

describe("Exif's comment", () => {
  const bodies: [string, string, Uint8Array][] = [
    ['UNICODE, big endian', JAPANESE, comment('UNICODE', utf16(JAPANESE, false))],
    ['UNICODE, little endian', JAPANESE, comment('UNICODE', utf16(JAPANESE, true))],
    [
      'UNICODE with a mark',
      TEXT,
      comment('UNICODE', joinBytes([Uint8Array.of(0xff, 0xfe), utf16(TEXT, true)])),
    ],
    ['UNICODE that is UTF-8', JAPANESE, comment('UNICODE', utf8(JAPANESE))],
    ['ASCII', 'a frog\nSteps: 20, Seed: 42', comment('ASCII', utf8('a frog\nSteps: 20, Seed: 42'))],
    ['ASCII that is UTF-8', TEXT, comment('ASCII', utf8(TEXT))],
    ['ASCII that is Latin-1', TEXT, comment('ASCII', latin1Bytes(TEXT))],
    ['no name', JAPANESE, comment('', utf8(JAPANESE))],
    ['nothing before it', TEXT, utf8(TEXT)],
    ['JIS that is UTF-8', JAPANESE, comment('JIS', utf8(JAPANESE))],
    ['JIS', '緑', comment('JIS', latin1Bytes('\x1b$BNP\x1b(B'))],
    ['JIS that is Shift JIS', '緑', comment('JIS', Uint8Array.of(0x97, 0xce))],
  ];
  it.each(bodies)('%s', (_, text, body) => {
    for (const isLittle of [true, false])
      expect(readUserComment(exifOf(isLittle, body))).toBe(text);
  });

  it('is found in JPEG (also after fill bytes), WebP and PNG', async () => {
    const exif = exifOf(false, comment('UNICODE', utf16(TEXT, false)));
    const filled = jpegWith(exif);
    const files = [
      jpegWith(exif),
      joinBytes([filled.subarray(0, 2), Uint8Array.of(0xff, 0xff), filled.subarray(2)]),
      webpWith(exif),
      webpWith(joinBytes([latin1Bytes('Exif\0\0'), exif])),
      await pngWith({ type: 'eXIf', data: exif }),
    ];
    for (const file of files) expect(await promptOf(file)).toBe('ein grüner Frosch');
  });

  it('finds a graph in the fields of a ComfyUI WebP', async () => {
    const graph = {
      1: { class_type: 'KSampler', inputs: { seed: 7, steps: 4, cfg: NaN, positive: ['2', 0] } },
      2: { class_type: 'CLIPTextEncode', inputs: { text: 'ein grüner Frosch' } },
    };
    const json = JSON.stringify(graph).replace('null', 'NaN').replaceAll('ü', '\\u00fc');
    const fields = {
      0x010f: latin1Bytes('workflow:{"nodes": []}\0'),
      0x0110: latin1Bytes(`prompt:${json}\0`),
    };
    const read = await readPictureTexts(webpWith(exifOf(true, new Uint8Array(), fields)));
    expect(read).toEqual({
      read: {
        source: 'comfyui',
        parameters: {
          prompt: 'ein grüner Frosch',
          seed: 7,
          numInferenceSteps: 4,
          software: 'ComfyUI',
        },
      },
      notes: [],
    });
    const { 0x010f: workflow } = fields;
    expect(
      await readPictureTexts(webpWith(exifOf(true, new Uint8Array(), { 0x010f: workflow }))),
    ).toEqual({
      notes: ['workflow-only'],
    });
  });
});

describe('any file', () => {
  /** A generator with a seed (mulberry32). */
  const randomOf = (seed: number) => () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let value = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
  const mutate = (bytes: Uint8Array<ArrayBuffer>, seed: number) => {
    const random = randomOf(seed);
    const copy = bytes.slice(0, random() < 0.3 ? Math.ceil(random() * bytes.length) : undefined);
    for (let count = 1 + random() * 20; count > 0; count--)
      copy[Math.floor(random() * copy.length)] =
        [0, 255, 127, random() * 256][Math.floor(random() * 4)] ?? 0;
    return copy;
  };

  it('is read without errors, quickly', { timeout: 60_000 }, async () => {
    const graph = JSON.stringify({
      1: { class_type: 'KSampler', inputs: { seed: 7, steps: 4, positive: ['2', 0] } },
      2: { class_type: 'CLIPTextEncode', inputs: { text: 'x' } },
    });
    const exif = exifOf(true, comment('UNICODE', utf16(JAPANESE, true)), {
      0x0110: latin1Bytes(`prompt:${graph}`),
    });
    const files = [
      await pngWith(
        textChunk('prompt', graph),
        chunk('iTXt', 'parameters\0\x01\0\0\0', deflated(utf8(TEXT))),
      ),
      jpegWith(exif),
      webpWith(exif),
      jpegWith(
        utf8('<dc:description><rdf:Alt>a &#99999999; b</rdf:Alt></dc:description>'),
        'http://ns.adobe.com/xap/1.0/\0',
      ),
    ];
    for (const file of files)
      for (let seed = 1; seed <= 300; seed++) {
        const start = cpuTimeMs();
        const { notes } = await readPictureTexts(mutate(file, seed));
        expect(Array.isArray(notes), `seed ${seed}`).toBe(true);
        expect(cpuTimeMs() - start, `seed ${seed}`).toBeLessThan(2000);
      }
  });

  it.each<[string, (size: number) => Uint8Array<ArrayBuffer>]>([
    [
      'zeros in a comment',
      (size) =>
        webpWith(exifOf(true, comment('ASCII', joinBytes([new Uint8Array(size), utf8('x')])))),
    ],
    [
      'spaces in a comment',
      (size) => webpWith(exifOf(true, comment('ASCII', utf8(`Steps: 1${' '.repeat(size)}x`)))),
    ],
    [
      'XMP that is not closed',
      (size) =>
        joinBytes([
          webp,
          latin1Bytes('XMP '),
          uint32Bytes(size, true),
          utf8('<dc:description><rdf:'.repeat(size / 21)),
        ]),
    ],
    [
      'a graph that is none',
      (size) =>
        webpWith(
          exifOf(true, new Uint8Array(), { 0x0110: utf8(`prompt:{"${'\\"'.repeat(size / 2)}`) }),
        ),
    ],
  ])('takes linear time: %s', { timeout: 30_000 }, async (_, make) => {
    const time = async (size: number) => {
      const file = make(size);
      const start = cpuTimeMs();
      await readPictureTexts(file);
      return cpuTimeMs() - start;
    };
    await time(1000);
    expect(await time(800_000)).toBeLessThan(Math.max(50, await time(100_000)) * 24);
  });
});
