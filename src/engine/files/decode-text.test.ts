import { expect, it } from 'vitest';
import { decodeText } from './decode-text.ts';

const text = 'Grüße – naïve “words”, 5 €\nsecond line';
const utf16 = (bigEndian: boolean, mark: boolean) => {
  const bytes = Buffer.from(`${mark ? '\ufeff' : ''}${text}`, 'utf16le');
  return new Uint8Array(bigEndian ? bytes.swap16() : bytes);
};
const utf8 = new TextEncoder().encode(text);

it.each([
  ['UTF-8', utf8],
  ['UTF-8 with a mark', new Uint8Array([0xef, 0xbb, 0xbf, ...utf8])],
  ['UTF-16 LE with a mark', utf16(false, true)],
  ['UTF-16 BE with a mark', utf16(true, true)],
  ['UTF-16 LE', utf16(false, false)],
  ['UTF-16 BE', utf16(true, false)],
])('reads %s without its byte order mark', (_, bytes) => expect(decodeText(bytes)).toBe(text));

it('reads anything but UTF-8 as Windows-1252', () => {
  expect(decodeText(new Uint8Array([0x47, 0x72, 0xfc, 0xdf, 0x65]))).toBe('Grüße');
});

it("follows a page's declaration, unless its bytes say otherwise", () => {
  const shiftJis = new Uint8Array([0x93, 0xfa, 0x96, 0x7b]);
  expect(decodeText(shiftJis, 'Shift_JIS')).toBe('日本');
  expect(decodeText(utf16(false, true), 'utf-8')).toBe(text);
  expect(decodeText(utf8, 'utf-16')).toBe(text);
  expect(decodeText(utf8, 'no such encoding')).toBe(text);
  expect(decodeText(new Uint8Array([0x61, 0xff, 0x62]), 'utf-8')).toBe('a\ufffdb');
});

it('reads an empty file as empty text', () => expect(decodeText(new Uint8Array())).toBe(''));
