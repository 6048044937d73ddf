import { readFile, stat } from 'node:fs/promises';
import { createReadStream } from 'node:fs';
import { extname, join, normalize, sep } from 'node:path';
import { Readable } from 'node:stream';
import { createBrotliCompress, constants } from 'node:zlib';
import { Hono } from 'hono';
import { IMMUTABLE, studioHeaders } from '../src/api/studio-headers.ts';
import { createHubMirror } from './hub-mirror.ts';
import { pointToMirror } from './mirror-meta.ts';
import type { ModelPlace } from './mirrored-models.ts';

export interface StudioOptions {
  /** The built studio. */
  folder: string;
  /** Folders of weights in hub layout, and single models, served under `/hub`. None: the studio asks the public hub. */
  modelFolders: readonly ModelPlace[];
}

/** The studio as static files, with its headers, and the hub mirror beside it. */
export function createStudio({ folder, modelFolders }: StudioOptions): Hono {
  const app = new Hono();
  const headers = studioHeaders();
  app.use(async (c, next) => {
    await next();
    for (const [name, value] of Object.entries(headers)) c.header(name, value);
  });
  if (modelFolders.length > 0) app.route('/hub', createHubMirror(modelFolders));
  app.get('*', async (c) => {
    const path = join(folder, normalize(c.req.path === '/' ? '/index.html' : decodeURIComponent(c.req.path)));
    const info = path.startsWith(folder + sep) ? await stat(path).catch(() => undefined) : undefined;
    if (!info?.isFile()) return c.text('Not found', 404);
    c.header('Content-Type', CONTENT_TYPES[extname(path)] ?? 'application/octet-stream');
    c.header('Cache-Control', c.req.path.startsWith('/assets/') ? IMMUTABLE : 'no-cache');
    if (path.endsWith('index.html') && modelFolders.length > 0)
      return c.body(pointToMirror(await readFile(path, 'utf8')));
    const bytes = createReadStream(path);
    if (COMPRESSIBLE.has(extname(path)) && c.req.header('accept-encoding')?.includes('br')) {
      c.header('Content-Encoding', 'br');
      c.header('Vary', 'Accept-Encoding');
      const brotli = createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 4 } });
      return c.body(Readable.toWeb(bytes.pipe(brotli)) as ReadableStream);
    }
    c.header('Content-Length', String(info.size));
    return c.body(Readable.toWeb(bytes) as ReadableStream);
  });
  return app;
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

/** Not the wasm: on this machine's own network compressing 27 MB takes longer than sending them. */
const COMPRESSIBLE = new Set(['.css', '.html', '.js', '.json', '.mjs', '.svg', '.webmanifest']);
