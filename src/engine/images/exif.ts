import { decodeText } from '../files/decode-text.ts';
import type { PictureSize } from './picture-size.ts';
import { trimEnd } from './trim-end.ts';

/** The fields of Exif that image generators write. */
const TAGS = {
  description: 0x010e,
  make: 0x010f,
  model: 0x0110,
  software: 0x0131,
  comment: 0x9c9c,
} as const;
/** "II". */
const LITTLE_ENDIAN = 0x4949;
const EXIF_POINTER = 0x8769;
const USER_COMMENT = 0x9286;

/** Bytes of one element of each type; BYTE, ASCII and UNDEFINED are what texts come in. */
const TYPE_BYTES: Readonly<Record<number, number>> = {
  1: 1,
  2: 1,
  3: 2,
  4: 4,
  5: 8,
  6: 1,
  7: 1,
  8: 2,
  9: 4,
  10: 8,
  129: 1,
};

const SHORT = 3;

export type ExifTexts = Partial<Record<keyof typeof TAGS | 'userComment', string>>;

/** The texts in an Exif block (a TIFF file), as far as it is intact. */
export function readExifTexts(exif: Uint8Array<ArrayBuffer>): ExifTexts {
  const texts: ExifTexts = {};
  try {
    const view = new DataView(exif.buffer, exif.byteOffset, exif.byteLength);
    const isLittle = view.getUint16(0) === LITTLE_ENDIAN;
    const directory = view.getUint32(4, isLittle);
    for (const [name, tag] of Object.entries(TAGS) as [keyof typeof TAGS, number][]) {
      const data = findEntry(view, directory, tag, isLittle)?.data;
      if (data)
        texts[name] = cutAtZero(
          name === 'comment' ? new TextDecoder('utf-16le').decode(data) : decodeText(data),
        );
    }
    const pointer = findEntry(view, directory, EXIF_POINTER, isLittle);
    const comment = pointer && findEntry(view, pointer.value, USER_COMMENT, isLittle)?.data;
    if (comment) texts.userComment = decodeComment(comment, isLittle);
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw thrown;
  }
  return texts;
}

/** The comment in an Exif block, as AUTOMATIC1111 and others write it into JPEG and WebP. */
export function readUserComment(exif: Uint8Array<ArrayBuffer>): string | undefined {
  return readExifTexts(exif).userComment;
}

const IMAGE_WIDTH = 0x0100;
const IMAGE_HEIGHT = 0x0101;

/**
 * Width and height of a TIFF file's first page; `undefined` if its directory lacks them. Throws a
 * RangeError if the file ends before its directory.
 */
export function readTiffSize(tiff: Uint8Array<ArrayBuffer>): PictureSize | undefined {
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  const isLittle = view.getUint16(0) === LITTLE_ENDIAN;
  const directory = view.getUint32(4, isLittle);
  const width = findEntry(view, directory, IMAGE_WIDTH, isLittle)?.value;
  const height = findEntry(view, directory, IMAGE_HEIGHT, isLittle)?.value;
  return width && height ? { width, height } : undefined;
}

interface Entry {
  /** The value itself where it is a number. */
  value: number;
  /** `undefined`: outside the block. */
  data: Uint8Array<ArrayBuffer> | undefined;
}

function findEntry(
  view: DataView<ArrayBuffer>,
  offset: number,
  tag: number,
  isLittle: boolean,
): Entry | undefined {
  const count = view.getUint16(offset, isLittle);
  for (let index = 0; index < count; index++) {
    const at = offset + 2 + index * 12;
    if (view.getUint16(at, isLittle) !== tag) continue;
    const type = view.getUint16(at + 2, isLittle);
    const length = view.getUint32(at + 4, isLittle) * (TYPE_BYTES[type] ?? 1);
    const word = view.getUint32(at + 8, isLittle);
    const value = type === SHORT ? view.getUint16(at + 8, isLittle) : word;
    const start = length <= 4 ? at + 8 : word;
    const isInside = start + length <= view.byteLength;
    return {
      value,
      data: isInside ? new Uint8Array(view.buffer, view.byteOffset + start, length) : undefined,
    };
  }
  return undefined;
}

const cutAtZero = (text: string) => text.split('\0', 1)[0]?.trim() ?? '';

/** Eight bytes name the encoding; some writers leave them out. */
function decodeComment(bytes: Uint8Array<ArrayBuffer>, isLittle: boolean): string {
  const [encoding] = new TextDecoder('latin1').decode(bytes.subarray(0, 8)).split('\0', 1);
  const body = bytes.subarray(8);
  switch (encoding) {
    case 'UNICODE':
      return trimEnd(decodeUnicode(body, isLittle));
    case 'JIS':
      return trimEnd(decodeJis(body));
    case 'ASCII':
    case '':
      return trimEnd(decodeText(body));
    default:
      return trimEnd(decodeText(bytes));
  }
}

/** UTF-16 in whichever byte order the writer used, or UTF-8 in spite of the name. */
function decodeUnicode(body: Uint8Array<ArrayBuffer>, isLittle: boolean): string {
  const hasMark = (body[0] === 0xff && body[1] === 0xfe) || (body[0] === 0xfe && body[1] === 0xff);
  if (hasMark) return decodeText(body);
  let [atEven, atOdd] = [0, 0];
  for (let at = 0; at < body.length; at++) {
    if (body[at] !== 0) continue;
    if (at % 2 === 0) atEven++;
    else atOdd++;
  }
  const utf8 = atEven + atOdd === 0 ? decodeStrictly('utf-8', body) : undefined;
  // Two bytes of CJK in UTF-16 are now and then UTF-8 as well, but not a text of them.
  if (utf8 !== undefined && /[ -~]{4}/.test(utf8)) return utf8;
  // Latin letters have their zero byte first in big endian.
  const isBig = atEven === atOdd ? !isLittle : atEven > atOdd;
  return new TextDecoder(isBig ? 'utf-16be' : 'utf-16le').decode(body);
}

function decodeJis(body: Uint8Array<ArrayBuffer>): string {
  if (body.includes(0x1b)) return new TextDecoder('iso-2022-jp').decode(body);
  return (
    decodeStrictly('utf-8', body) ??
    decodeStrictly('shift_jis', body) ??
    decodeStrictly('euc-jp', body) ??
    decodeText(body)
  );
}

function decodeStrictly(encoding: string, bytes: Uint8Array<ArrayBuffer>): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
