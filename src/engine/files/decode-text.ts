/**
 * Bytes as text. A byte order mark (UTF-8, UTF-16) decides; without one it is `declared`, then
 * UTF-8 where the bytes are valid, UTF-16 where every other byte of the beginning is zero, and else
 * Windows-1252, which knows every byte.
 */
export function decodeText(bytes: Uint8Array, declared?: string): string {
  const marked = findMark(bytes);
  if (marked) return new TextDecoder(marked).decode(bytes);
  const label = declared === undefined ? undefined : readLabel(declared);
  if (label !== undefined && !/^utf-(?:8|16)/.test(label))
    return new TextDecoder(label).decode(bytes);
  const wide = findWide(bytes);
  if (wide) return new TextDecoder(wide).decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder(label === 'utf-8' ? 'utf-8' : 'windows-1252').decode(bytes);
  }
}

function findMark([first, second, third]: Uint8Array): string | undefined {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return first === 0xff && second === 0xfe ? 'utf-16le' : undefined;
}

/**
 * Text in UTF-16 without a mark: what a Latin script writes has a zero in each pair of bytes,
 * always on the same side.
 */
function findWide(bytes: Uint8Array): string | undefined {
  const beginning = bytes.subarray(0, 512);
  const pairs = Math.floor(beginning.length / 2);
  const even = beginning.filter((byte, at) => byte === 0 && at % 2 === 0).length;
  const odd = beginning.filter((byte, at) => byte === 0 && at % 2 === 1).length;
  if (pairs < 2) return undefined;
  if (odd > 0.6 * pairs && even === 0) return 'utf-16le';
  return even > 0.6 * pairs && odd === 0 ? 'utf-16be' : undefined;
}

/** A decoder's own name for an encoding; `undefined` for one that it does not know. */
function readLabel(declared: string): string | undefined {
  try {
    return new TextDecoder(declared).encoding;
  } catch {
    return undefined;
  }
}
