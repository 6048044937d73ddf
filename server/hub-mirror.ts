import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, normalize, sep } from 'node:path';
import { Readable } from 'node:stream';
import { Hono, type Context } from 'hono';

interface MirroredFile {
  path: string;
  sizeBytes: number;
  sha256: string;
}

interface Repository {
  id: string;
  folder: string;
}

/**
 * Serves folders of weights in the hub's path layout (`{owner}/{name}/{path}` on disk), so that the real download code brings real
 * weights with no hub at hand: listing, tree with hashes, and files with ranges. Any revision gives the files as they are now; the
 * commit is a hash of their contents.
 */
export function createHubMirror(folders: readonly string[]): Hono {
  const app = new Hono();
  const hashes = createFileHashes();

  async function findRepository(owner: string, name: string): Promise<Repository | undefined> {
    return (await listRepositories(folders)).find(({ id }) => id === `${owner}/${name}`);
  }
  async function listMirrored({ folder }: Repository): Promise<MirroredFile[]> {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    return Promise.all(
      paths.sort().map(async (path) => ({
        path: path
          .slice(folder.length + 1)
          .split(sep)
          .join('/'),
        ...(await hashes(path)),
      })),
    );
  }
  const commitOf = (files: readonly MirroredFile[]) =>
    createHash('sha1')
      .update(files.map(({ path, sha256 }) => `${path} ${sha256}`).join('\n'))
      .digest('hex');

  app.get('/api/models', async (c) => c.json((await listRepositories(folders)).map(({ id }) => ({ id }))));
  app.get('/api/models/:owner/:name/revision/:revision', async (c) => {
    const repository = await findRepository(c.req.param('owner'), c.req.param('name'));
    return repository
      ? c.json({ id: repository.id, sha: commitOf(await listMirrored(repository)) })
      : notFound(c, 'Repository');
  });
  app.get('/api/models/:owner/:name/tree/:revision', async (c) => {
    const repository = await findRepository(c.req.param('owner'), c.req.param('name'));
    if (!repository) return notFound(c, 'Repository');
    const files = await listMirrored(repository);
    return c.json(
      files.map(({ path, sizeBytes, sha256 }) => ({
        type: 'file',
        path,
        size: sizeBytes,
        oid: sha256,
        lfs: { oid: sha256, size: sizeBytes },
      })),
    );
  });
  app.get('/:owner/:name/resolve/:revision/:path{.+}', async (c) => {
    const repository = await findRepository(c.req.param('owner'), c.req.param('name'));
    if (!repository) return notFound(c, 'Repository');
    const path = join(repository.folder, normalize(c.req.param('path')));
    const isInside = path.startsWith(repository.folder + sep);
    const info = isInside ? await stat(path).catch(() => undefined) : undefined;
    return info?.isFile() ? sendFile(c, path, info.size, (await hashes(path)).sha256) : notFound(c, 'Entry');
  });
  return app;
}

async function listRepositories(folders: readonly string[]): Promise<Repository[]> {
  const found = await Promise.all(
    folders.map(async (root) => {
      const owners = await listFolders(root);
      const names = await Promise.all(
        owners.map(async (owner) =>
          (await listFolders(join(root, owner))).map((name) => ({
            id: `${owner}/${name}`,
            folder: join(root, owner, name),
          })),
        ),
      );
      return names.flat();
    }),
  );
  return found.flat();
}

async function listFolders(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

/** Size and hash of files, computed once for each state of a file. */
function createFileHashes() {
  const known = new Map<string, Promise<{ sizeBytes: number; sha256: string }>>();
  return async (path: string) => {
    const { size, mtimeMs } = await stat(path);
    const key = `${path}\n${size}\n${mtimeMs}`;
    const hash = known.get(key) ?? hashFile(path).then((sha256) => ({ sizeBytes: size, sha256 }));
    known.set(key, hash);
    return hash;
  };
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path)) hash.update(piece as Buffer);
  return hash.digest('hex');
}

/** The file or the part of it that is asked for; 416 for a part that is not there. */
function sendFile(c: Context, path: string, sizeBytes: number, sha256: string): Response {
  const etag = `"${sha256}"`;
  c.header('ETag', etag);
  c.header('Accept-Ranges', 'bytes');
  c.header('Content-Type', 'application/octet-stream');
  const isWanted = c.req.header('if-range') === undefined || c.req.header('if-range') === etag;
  const range = isWanted ? /^bytes=(\d+)-(\d*)$/.exec(c.req.header('range') ?? '') : null;
  if (!range) return sendBytes(c, 200, path, 0, sizeBytes - 1);
  const start = Number(range[1]);
  const end = range[2] ? Math.min(Number(range[2]), sizeBytes - 1) : sizeBytes - 1;
  if (start > end) return c.body(null, 416, { 'Content-Range': `bytes */${sizeBytes}` });
  c.header('Content-Range', `bytes ${start}-${end}/${sizeBytes}`);
  return sendBytes(c, 206, path, start, end);
}

function sendBytes(c: Context, status: 200 | 206, path: string, start: number, end: number): Response {
  c.header('Content-Length', String(end - start + 1));
  if (c.req.method === 'HEAD' || end < start) return c.body(null, status);
  return c.body(Readable.toWeb(createReadStream(path, { start, end })) as ReadableStream, status);
}

function notFound(c: Context, what: string): Response {
  return c.json({ error: `${what} not found` }, 404, { 'X-Error-Code': `${what}NotFound` });
}
