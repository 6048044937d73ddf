import { readFile, stat } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { Hono, type Context } from 'hono';
import { headersOf, IMMUTABLE } from '../src/api/studio-headers.ts';
import { refuseOtherHosts } from './allowed-hosts.ts';
import { listAccepted } from './choose-encoding.ts';
import type { FileDigests } from './file-digests.ts';
import { createHubMirror } from './hub-mirror.ts';
import type { ModelPlace } from './mirrored-models.ts';
import { writePageMeta } from './page-meta.ts';
import { sendFile, type EncodedFile, type SentFile } from './send-file.ts';

export interface StudioOptions {
  /** The built studio. */
  folder: string;
  /**
   * Folders of weights in hub layout, and single models, served under `/hub`. None: the studio asks
   * the public hub.
   */
  modelFolders: readonly ModelPlace[];
  /** Whether the API is answered beside it. Default: no, pages answer it themselves. */
  hasApi?: boolean;
  /** Names that the studio is reached under, besides addresses and `localhost`. */
  names?: readonly string[];
  /** Of the weights. Default: kept in `.cache`. */
  digests?: FileDigests;
}

/**
 * The studio as static files, with its headers, and the hub mirror beside it. Files that were
 * compressed by the build are sent so.
 */
export function serveStudio(options: StudioOptions): Hono {
  const { folder, modelFolders, hasApi = false, names = [], digests } = options;
  const hasMirror = modelFolders.length > 0;
  const app = new Hono();
  app.use(async (c, next) => {
    await next();
    for (const [name, value] of Object.entries(headersOf(c.req.path.slice(1))))
      c.header(name, value);
  });
  app.use(refuseOtherHosts(names));
  if (hasMirror) app.route('/hub', createHubMirror(modelFolders, digests));
  app.get('*', async (c) => {
    const asked = decodePath(c.req.path);
    if (asked === undefined) return c.text('Malformed address', 400);
    const path = join(folder, normalize(asked === '/' ? '/index.html' : asked));
    const file = path.startsWith(folder + sep) ? await describeFile(path) : undefined;
    if (!file) return c.text('Not found', 404);
    c.header('Content-Type', CONTENT_TYPES[extname(path)] ?? 'application/octet-stream');
    c.header('Cache-Control', asked.startsWith('/assets/') ? IMMUTABLE : 'no-cache');
    if (path === join(folder, 'index.html') && (hasMirror || hasApi))
      return c.body(writePageMeta(await readFile(path, 'utf8'), { hasMirror, hasApi }));
    return sendFile(c, file, await findEncoded(c, file));
  });
  return app;
}

/** A path as a person would write it; nothing if it is not text or not valid in a file system. */
function decodePath(path: string): string | undefined {
  try {
    const decoded = decodeURIComponent(path);
    return decoded.includes('\0') ? undefined : decoded;
  } catch {
    return undefined;
  }
}

async function describeFile(path: string): Promise<SentFile | undefined> {
  const info = await stat(path).catch(() => undefined);
  if (!info?.isFile()) return undefined;
  const version = `${info.size.toString(16)}-${Math.floor(info.mtimeMs).toString(16)}`;
  return { path, sizeBytes: info.size, etag: `"${version}"` };
}

/** What the build has put beside a file, in an encoding that is accepted. */
async function findEncoded(c: Context, file: SentFile): Promise<EncodedFile | undefined> {
  // Said with every answer: also the one without an encoding must not be given to someone who could
  // have had another.
  c.header('Vary', 'Accept-Encoding');
  for (const { encoding, ending } of listAccepted(c.req.header('accept-encoding'))) {
    const found = await describeFile(file.path + ending);
    if (found) return { ...found, encoding, etag: `${file.etag.slice(0, -1)}-${encoding}"` };
  }
  return undefined;
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
  '.ttf': 'font/ttf',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
};
