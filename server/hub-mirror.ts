import { createHash } from 'node:crypto';
import { Hono, type Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { createFileDigests, type FileDigests } from './file-digests.ts';
import {
  openMirroredModels,
  type MirroredFile,
  type ModelPlace,
  type NamedModel,
} from './mirrored-models.ts';
import { sendFile } from './send-file.ts';

/** Where digests are kept between two starts. */
const DIGEST_FOLDER = '.cache/digests';
/** Of a list of paths: some thousands. */
const MAX_BODY_BYTES = 2 ** 19;

/**
 * Serves folders of weights in the hub's path layout, so that the real download code brings real
 * weights with no hub at hand: listings, files with ranges, and digests. A listing reads no file:
 * it tells the digests that are known, and `paths-info` those of the files that are asked for. Any
 * revision gives the files as they are now; the commit is a hash of their names, sizes and times.
 */
export function createHubMirror(
  places: readonly ModelPlace[],
  digests: FileDigests = createFileDigests(DIGEST_FOLDER),
): Hono {
  const app = new Hono();
  const models = openMirroredModels(places);

  const withModel =
    (answer: (c: Context, model: NamedModel) => Response | Promise<Response>) =>
    async (c: Context): Promise<Response> => {
      const model = await models.find(c.req.param('owner') ?? '', c.req.param('name') ?? '');
      return model ? answer(c, model) : notFound(c, 'Repo');
    };

  app.use(async (c, next) =>
    isWellFormed(c.req.url) ? next() : c.json({ error: 'Malformed address' }, 400),
  );
  app.get('/api/models', async (c) => c.json((await models.list()).map(({ id }) => ({ id }))));
  app.get(
    '/api/models/:owner/:name/revision/:revision',
    withModel(async (c, model) =>
      c.json({ id: model.id, sha: commitOf(await models.listFiles(model)) }),
    ),
  );
  app.get(
    '/api/models/:owner/:name/tree/:revision',
    withModel(async (c, model) => {
      const entries = [];
      for (const file of await models.listFiles(model))
        entries.push(describeFile(file, await digests.peek(file)));
      return c.json(entries);
    }),
  );
  app.post(
    '/api/models/:owner/:name/paths-info/:revision',
    bodyLimit({
      maxSize: MAX_BODY_BYTES,
      onError: (c) => c.json({ error: `The list is longer than ${MAX_BODY_BYTES} bytes` }, 413),
    }),
    withModel(async (c, model) => {
      const paths = await readPaths(c);
      if (!paths) return c.json({ error: 'Expected "paths", a list of paths' }, 400);
      const found = await Promise.all(paths.map((path) => models.findFile(model, path)));
      const files = found.filter((file) => file !== undefined);
      return c.json(
        await Promise.all(files.map(async (file) => describeFile(file, await digests.read(file)))),
      );
    }),
  );
  app.get(
    '/:owner/:name/resolve/:revision/:path{.+}',
    withModel(async (c, model) => {
      const file = await models.findFile(model, c.req.param('path') ?? '');
      if (!file) return notFound(c, 'Entry');
      c.header('Content-Type', 'application/octet-stream');
      return sendFile(c, { path: file.file, sizeBytes: file.sizeBytes, etag: nameVersion(file) });
    }),
  );
  return app;
}

function describeFile({ path, sizeBytes }: MirroredFile, sha256: string | undefined): object {
  const entry = { type: 'file', path, size: sizeBytes };
  return sha256 ? { ...entry, oid: sha256, lfs: { oid: sha256, size: sizeBytes } } : entry;
}

/** A file's version by size and time, so that nothing is read for it. */
function nameVersion({ sizeBytes, changedAt }: MirroredFile): string {
  return `"${sizeBytes.toString(16)}-${changedAt.toString(16)}"`;
}

function commitOf(files: readonly MirroredFile[]): string {
  const lines = files.map(({ path, sizeBytes, changedAt }) => `${path} ${sizeBytes} ${changedAt}`);
  return createHash('sha1').update(lines.join('\n')).digest('hex');
}

/** As the public hub takes them: a form or JSON. */
async function readPaths(c: Context): Promise<string[] | undefined> {
  const isJson = c.req.header('content-type')?.includes('json');
  const body: unknown = await (isJson ? c.req.json() : c.req.parseBody({ all: true })).catch(
    () => undefined,
  );
  if (typeof body !== 'object' || body === null || !('paths' in body)) return undefined;
  const paths = Array.isArray(body.paths) ? (body.paths as unknown[]) : [body.paths];
  return paths.every((path) => typeof path === 'string') ? paths : undefined;
}

function isWellFormed(url: string): boolean {
  try {
    return decodeURIComponent(new URL(url).pathname) !== '';
  } catch {
    return false;
  }
}

function notFound(c: Context, what: 'Repo' | 'Entry'): Response {
  return c.json({ error: `${what} not found` }, 404, { 'X-Error-Code': `${what}NotFound` });
}
