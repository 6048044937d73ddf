import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import type { Context } from 'hono';
import type { FoundFile } from './file-digests.ts';

/** The file or the part of it that is asked for; 416 for a part that is not there. Its version is told by size and time, so that nothing is read for it. */
export function sendFile(c: Context, { file, sizeBytes, changedAt }: FoundFile): Response {
  const etag = `"${sizeBytes.toString(16)}-${changedAt.toString(16)}"`;
  c.header('ETag', etag);
  c.header('Accept-Ranges', 'bytes');
  c.header('Content-Type', 'application/octet-stream');
  const isWanted = c.req.header('if-range') === undefined || c.req.header('if-range') === etag;
  const range = isWanted ? /^bytes=(\d+)-(\d*)$/.exec(c.req.header('range') ?? '') : null;
  if (!range) return sendBytes(c, 200, file, 0, sizeBytes - 1);
  const start = Number(range[1]);
  const end = range[2] ? Math.min(Number(range[2]), sizeBytes - 1) : sizeBytes - 1;
  if (start > end) return c.body(null, 416, { 'Content-Range': `bytes */${sizeBytes}` });
  c.header('Content-Range', `bytes ${start}-${end}/${sizeBytes}`);
  return sendBytes(c, 206, file, start, end);
}

function sendBytes(c: Context, status: 200 | 206, path: string, start: number, end: number): Response {
  c.header('Content-Length', String(end - start + 1));
  if (c.req.method === 'HEAD' || end < start) return c.body(null, status);
  return c.body(Readable.toWeb(createReadStream(path, { start, end })) as ReadableStream, status);
}
