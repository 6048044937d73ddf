import type { Context } from 'hono';
import { readLazily } from './read-lazily.ts';

/** A file whose bytes can be sent. */
export interface SentFile {
  path: string;
  sizeBytes: number;
  /** With its quotes. Another one for other bytes. */
  etag: string;
}

/** The same file in an encoding that a browser undoes. */
export interface EncodedFile extends SentFile {
  encoding: string;
}

/**
 * Answers a GET or HEAD with a file: 304 where the asker has it, 206 for one part of it, 416 for a
 * part that is not there, else all of it, in `encoded` form if that is given. Parts are always
 * parts of the file as it is. A HEAD opens nothing.
 */
export function sendFile(c: Context, file: SentFile, encoded?: EncodedFile): Response {
  const part = findPart(c, file);
  const sent = part || !encoded ? file : encoded;
  c.header('ETag', sent.etag);
  c.header('Accept-Ranges', 'bytes');
  if (isKnown(c.req.header('if-none-match'), sent.etag)) return c.body(null, 304);
  if (part === 'outside')
    return c.body(null, 416, { 'Content-Range': `bytes */${file.sizeBytes}` });
  if (part) {
    c.header('Content-Range', `bytes ${part.start}-${part.end}/${file.sizeBytes}`);
    return sendBytes(c, 206, file, part);
  }
  if (sent === encoded) c.header('Content-Encoding', encoded.encoding);
  return sendBytes(c, 200, sent, { start: 0, end: sent.sizeBytes - 1 });
}

interface Part {
  start: number;
  end: number;
}

/**
 * The part that is asked for, its ends included. Multiple ranges and invalid ones are answered with
 * everything.
 */
function findPart(c: Context, { sizeBytes, etag }: SentFile): Part | 'outside' | undefined {
  const condition = c.req.header('if-range');
  if (condition !== undefined && condition !== etag) return undefined;
  const [, first = '', last = ''] =
    /^bytes=(\d*)-(\d*)$/.exec(c.req.header('range')?.trim() ?? '') ?? [];
  if (first === '' && last === '') return undefined;
  const start = first === '' ? Math.max(0, sizeBytes - Number(last)) : Number(first);
  const end = first === '' || last === '' ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1);
  if (first !== '' && last !== '' && Number(last) < Number(first)) return undefined;
  return start > end ? 'outside' : { start, end };
}

/**
 * Whether one of the versions that the asker has is this one; a proxy may have weakened its mark.
 */
function isKnown(condition: string | undefined, etag: string): boolean {
  const known = condition?.split(',').map((each) => each.trim().replace(/^W\//, '')) ?? [];
  return known.includes(etag) || known.includes('*');
}

function sendBytes(
  c: Context,
  status: 200 | 206,
  { path }: SentFile,
  { start, end }: Part,
): Response {
  c.header('Content-Length', String(end - start + 1));
  if (c.req.method === 'HEAD' || end < start) return c.body(null, status);
  return c.body(readLazily(path, start, end), status);
}
