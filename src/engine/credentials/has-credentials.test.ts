import { expect, it } from 'vitest';
import { joinBytes } from '../join-bytes.ts';
import { latin1Bytes, uint32Bytes } from '../images/bytes.ts';
import { encodePng } from '../images/png.ts';
import { findCredentials } from './has-credentials.ts';

const png = (type: string) =>
  encodePng({ width: 1, height: 1, data: new Uint8ClampedArray(4) }, [
    { type, data: latin1Bytes('jumb c2pa') },
  ]);

const segment = (marker: number, data: string) =>
  joinBytes([Uint8Array.of(0xff, marker, 0, data.length + 2), latin1Bytes(data)]);
const jpeg = (...segments: readonly Uint8Array[]) =>
  joinBytes([
    Uint8Array.of(0xff, 0xd8),
    ...segments,
    Uint8Array.of(0xff, 0xda, 0, 2),
    latin1Bytes('scan JP jumb c2pa'),
  ]);
/** A JUMBF box in JPEG XT's header: lengths, counters, `jumb`, `jumd`, a type. */
const jumbf = (type: string) => `JP\0\x01\0\0\0\x01\0\0\0\x30jumb\0\0\0\x20jumd${type}`;

const box = (type: string, content = '') =>
  joinBytes([uint32Bytes(8 + content.length), latin1Bytes(`${type}${content}`)]);
const avif = (...boxes: readonly Uint8Array[]) =>
  joinBytes([box('ftyp', 'avif\0\0\0\0avif'), ...boxes]);
const UUID = '\xd8\xfe\xc3\xd6\x1b\x0e\x48\x3c\x92\x97\x58\x28\x87\x7e\xc4\x81';

const webp = (type: string) => {
  const chunks = joinBytes([
    latin1Bytes('WEBPVP8L'),
    uint32Bytes(2, true),
    latin1Bytes('xx'),
    latin1Bytes(type),
    uint32Bytes(4, true),
    latin1Bytes('jumb'),
  ]);
  return joinBytes([latin1Bytes('RIFF'), uint32Bytes(chunks.length, true), chunks]);
};
const gif = (name: string) => latin1Bytes(`GIF89a!\xf9\x04\0\0\0\0\0!\xff\x0b${name}\0`);

it('finds the part for credentials in each format', async () => {
  expect(findCredentials(await png('caBX'))).toBe('png');
  expect(findCredentials(jpeg(segment(0xe1, 'Exif'), segment(0xeb, jumbf('c2pa'))))).toBe('jpeg');
  expect(findCredentials(webp('C2PA'))).toBe('webp');
  expect(findCredentials(avif(box('free'), box('uuid', UUID)))).toBe('avif');
  expect(findCredentials(gif('C2PA_GIF\x01\0\0'))).toBe('gif');
});

it('is not taken in by the same words elsewhere', async () => {
  expect(findCredentials(await png('teXt'))).toBeUndefined();
  expect(findCredentials(jpeg(segment(0xe1, jumbf('c2pa'))))).toBeUndefined();
  expect(findCredentials(jpeg(segment(0xeb, jumbf('mlvl'))))).toBeUndefined();
  expect(findCredentials(webp('XMP '))).toBeUndefined();
  expect(findCredentials(avif(box('mdat', `uuid${UUID}`)))).toBeUndefined();
  expect(findCredentials(gif('NETSCAPE2.0'))).toBeUndefined();
  expect(findCredentials(latin1Bytes('<svg>c2pa</svg>'))).toBeUndefined();
});

it('ends for files that are cut off or made to go on for ever', async () => {
  const whole = [await png('teXt'), jpeg(segment(0xeb, jumbf('mlvl'))), avif(box('free'))];
  for (const bytes of whole)
    for (let length = 0; length <= bytes.length; length++)
      expect(findCredentials(bytes.slice(0, length))).toBeUndefined();
  for (const length of [0, 1, 7])
    expect(
      findCredentials(avif(joinBytes([uint32Bytes(length), latin1Bytes('free')]), box('uuid'))),
    ).toBeUndefined();
});
