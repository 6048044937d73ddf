import { decodeText } from '../files/decode-text.ts';

/** How far into the file an encoding may be declared, as in HTML. */
const DECLARATION_BYTES = 1024;

/**
 * HTML or XML as text, by its mark, its declaration (`<?xml encoding>`, `<meta charset>`) or its
 * bytes.
 */
export function decodeMarkup(bytes: Uint8Array): string {
  const beginning = String.fromCharCode(...bytes.subarray(0, DECLARATION_BYTES));
  const [, encoding] =
    /^[^<]*<\?xml[^>]*?\bencoding\s*=\s*["']([^"']+)/i.exec(beginning) ??
    /<meta\b[^>]*?\bcharset\s*=\s*["']?([\w-]+)/i.exec(beginning) ??
    [];
  return decodeText(bytes, encoding);
}
