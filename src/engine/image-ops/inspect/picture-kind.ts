import { latin1Text, startsWith } from '../../images/bytes.ts';
import { isJpeg } from '../../images/jpeg.ts';
import { isPng } from '../../images/png-chunks.ts';
import { isWebp } from '../../images/webp.ts';

/** Kinds of pictures that can be read. */
export const READABLE_KINDS = ['png', 'jpeg', 'webp', 'gif', 'avif', 'jxl', 'tiff'] as const;
export type PictureKind = (typeof READABLE_KINDS)[number];

/** What is recognized only to say why it cannot be read. */
export type RefusedKind = 'svg' | 'heic' | 'bmp' | 'ico' | 'psd' | 'pdf' | 'gzip' | 'video';

const AVIF_BRANDS = ['avif', 'avis'];
const HEIC_BRANDS = ['heic', 'heix', 'hevc', 'heim', 'heis'];
const JXL_CONTAINER = '\0\0\0\x0cJXL \r\n\x87\n';

/**
 * The kind of a file by its first bytes, whatever its name says. `undefined`: none that is known.
 */
export function detectKind(bytes: Uint8Array): PictureKind | RefusedKind | undefined {
  if (isPng(bytes)) return 'png';
  if (isJpeg(bytes)) return 'jpeg';
  if (isWebp(bytes)) return 'webp';
  if (startsWith(bytes, 'GIF87a') || startsWith(bytes, 'GIF89a')) return 'gif';
  if (startsWith(bytes, '\xff\x0a') || startsWith(bytes, JXL_CONTAINER)) return 'jxl';
  if (startsWith(bytes, 'II*\0') || startsWith(bytes, 'MM\0*')) return 'tiff';
  if (startsWith(bytes, 'ftyp', 4)) return detectByBrands(bytes);
  if (startsWith(bytes, 'BM')) return 'bmp';
  if (startsWith(bytes, '\0\0\x01\0')) return 'ico';
  if (startsWith(bytes, '8BPS')) return 'psd';
  if (startsWith(bytes, '%PDF-')) return 'pdf';
  if (startsWith(bytes, '\x1f\x8b')) return 'gzip';
  return isSvg(bytes) ? 'svg' : undefined;
}

/** The brands of a file in ISO's container (ISO/IEC 14496-12): the main one and the compatible. */
function detectByBrands(bytes: Uint8Array): PictureKind | RefusedKind {
  const length = Math.min(bytes[3] ?? 0, bytes.length);
  const brands: string[] = [latin1Text(bytes.subarray(8, 12))];
  for (let at = 16; at + 4 <= length; at += 4) brands.push(latin1Text(bytes.subarray(at, at + 4)));
  if (brands.some((brand) => AVIF_BRANDS.includes(brand))) return 'avif';
  return brands.some((brand) => HEIC_BRANDS.includes(brand)) ? 'heic' : 'video';
}

const SVG_WITHIN_BYTES = 4096;

function isSvg(bytes: Uint8Array): boolean {
  const beginning = new TextDecoder().decode(bytes.subarray(0, SVG_WITHIN_BYTES));
  return /<svg[\s>]/i.test(beginning.replaceAll('\0', ''));
}
