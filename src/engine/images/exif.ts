/** The one field of Exif that image generators write: UserComment. */

const EXIF_POINTER = 0x8769;
const USER_COMMENT = 0x9286;

/** The comment in an Exif block (a TIFF file), as AUTOMATIC1111 and others write it into JPEG and WebP. */
export function readUserComment(exif: Uint8Array<ArrayBuffer>): string | undefined {
  try {
    const view = new DataView(exif.buffer, exif.byteOffset, exif.byteLength);
    const isLittle = view.getUint16(0) === 0x4949;
    const directory = findEntry(view, view.getUint32(4, isLittle), EXIF_POINTER, isLittle);
    const entry = directory && findEntry(view, directory.value, USER_COMMENT, isLittle);
    return entry && decodeComment(exif.subarray(entry.value, entry.value + entry.count), isLittle);
  } catch (thrown) {
    if (thrown instanceof RangeError) return undefined;
    throw thrown;
  }
}

function findEntry(view: DataView, offset: number, tag: number, isLittle: boolean) {
  const count = view.getUint16(offset, isLittle);
  for (let index = 0; index < count; index++) {
    const at = offset + 2 + index * 12;
    if (view.getUint16(at, isLittle) === tag)
      return { count: view.getUint32(at + 4, isLittle), value: view.getUint32(at + 8, isLittle) };
  }
  return undefined;
}

/** Eight bytes name the encoding. UNICODE is UTF-16, of whichever order the writer liked. */
function decodeComment(bytes: Uint8Array<ArrayBuffer>, isLittle: boolean): string {
  const encoding = new TextDecoder('latin1').decode(bytes.subarray(0, 8)).replace(/\0+$/, '');
  const body = bytes.subarray(8);
  if (encoding !== 'UNICODE') return new TextDecoder().decode(body).replace(/\0+$/, '');
  const looksBig = body[0] === 0 && body[1] !== 0;
  const looksLittle = body[1] === 0 && body[0] !== 0;
  const isBig = looksBig || (!looksLittle && !isLittle);
  return new TextDecoder(isBig ? 'utf-16be' : 'utf-16le').decode(body);
}
