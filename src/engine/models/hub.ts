import { z } from 'zod';
import { EngineError } from '../errors.ts';
import type { Digest } from './manifest.ts';

/** A server with the hub's path layout: `{url}/{repo}/resolve/{revision}/{path}` and the tree API. */
export interface Hub {
  /** Without a slash at the end. */
  readonly url: string;
  /** Without HTTP cache and credentials: the weight store is the cache. */
  readonly fetch: typeof fetch;
}

/** A file as the hub lists it. */
export interface HubFile {
  path: string;
  sizeBytes: number;
  digest: Digest;
}

const treeSchema = z.array(
  z.object({
    type: z.string(),
    path: z.string(),
    size: z.number(),
    oid: z.string(),
    lfs: z.object({ oid: z.string(), size: z.number() }).optional(),
  }),
);
const revisionSchema = z.object({ sha: z.string(), cardData: z.object({ license: z.string() }).partial().nullish() });
const repositoriesSchema = z.array(z.object({ id: z.string() }));

/** The address of a file's bytes. */
export function resolveUrl(hub: Hub, repository: string, revision: string, path: string): string {
  return `${hub.url}/${repository}/resolve/${encodeURIComponent(revision)}/${path.split('/').map(encodeURIComponent).join('/')}`;
}

/** The commit that a branch, tag or commit names now, and the licence of the model card. Throws `model_not_found`, `network_unreachable`, `download_failed`. */
export async function readRevision(
  hub: Hub,
  repository: string,
  revision: string,
  signal?: AbortSignal,
): Promise<{ commit: string; licence: string | undefined }> {
  const { sha, cardData } = await readJson(
    hub,
    `/api/models/${repository}/revision/${encodeURIComponent(revision)}`,
    revisionSchema,
    repository,
    signal,
  );
  return { commit: sha, licence: cardData?.license };
}

/** Every file of a revision with its size and digest. Errors as readRevision. */
export async function listFiles(
  hub: Hub,
  repository: string,
  revision: string,
  signal?: AbortSignal,
): Promise<HubFile[]> {
  const tree: z.infer<typeof treeSchema> = [];
  let path: string | undefined = `/api/models/${repository}/tree/${encodeURIComponent(revision)}?recursive=true`;
  while (path !== undefined) {
    const page: Page<typeof tree> = await readPage(hub, path, treeSchema, repository, signal);
    tree.push(...page.value);
    path = page.next;
  }
  return tree
    .filter(({ type }) => type === 'file')
    .map(({ path, size, oid, lfs }) => ({
      path,
      sizeBytes: lfs?.size ?? size,
      digest: lfs ? `sha256:${lfs.oid.replace(/^sha256:/, '')}` : `git-sha1:${oid}`,
    }));
}

/** Repositories that a mirror holds, all of them: meant for a small mirror of one's own, never called on the public hub. */
export async function listRepositories(hub: Hub, signal?: AbortSignal): Promise<string[]> {
  return (await readJson(hub, '/api/models', repositoriesSchema, 'the list of models', signal)).map(({ id }) => id);
}

/** A small JSON file of a repository, e.g. `config.json`. */
export async function readRepositoryJson<T>(
  hub: Hub,
  repository: string,
  revision: string,
  path: string,
  schema: z.ZodType<T>,
  signal?: AbortSignal,
): Promise<T> {
  const url = resolveUrl(hub, repository, revision, path);
  return readJson(hub, url.slice(hub.url.length), schema, `${repository}/${path}`, signal);
}

/** The first hub's answer; the next one is asked only for what a hub does not have. */
export async function askHubs<T>(hubs: readonly Hub[], ask: (hub: Hub) => Promise<T>): Promise<T> {
  for (const [index, hub] of hubs.entries()) {
    try {
      return await ask(hub);
    } catch (thrown) {
      const error = EngineError.from(thrown);
      if (error.code !== 'model_not_found' || index === hubs.length - 1) throw error;
    }
  }
  throw new EngineError('network_unreachable', 'No hub is set.');
}

interface Page<T> {
  value: T;
  /** Path of the page behind it: a hub lists a thousand files at once. */
  next: string | undefined;
}

async function readJson<T>(...request: Parameters<typeof readPage<T>>): Promise<T> {
  return (await readPage(...request)).value;
}

async function readPage<T>(
  hub: Hub,
  path: string,
  schema: z.ZodType<T>,
  what: string,
  signal?: AbortSignal,
): Promise<Page<T>> {
  const late = AbortSignal.timeout(LISTING_TIMEOUT_MS);
  const response = await request(hub, `${hub.url}${path}`, {
    signal: signal ? AbortSignal.any([signal, late]) : late,
  });
  if (!response.ok) throw hubError(response.status, what);
  const parsed = schema.safeParse(await response.json().catch(() => undefined));
  if (parsed.success) return { value: parsed.data, next: readNextPath(response, path) };
  throw new EngineError('download_failed', `${hub.url} answered for ${what} with something that is no hub listing.`);
}

/** From `Link: <https://hub/api/…?cursor=…>; rel="next"`; only the query is taken, for the hub may know itself by another name. */
function readNextPath(response: Response, path: string): string | undefined {
  const url = /<([^>]+)>;\s*rel="next"/.exec(response.headers.get('link') ?? '')?.[1];
  const query = url?.split('?')[1];
  return query && `${path.split('?')[0]}?${query}`;
}

/** A listing is a few kilobytes: a hub that takes longer is as good as gone. */
const LISTING_TIMEOUT_MS = 30_000;

/** `fetch` for which a dead connection is `network_unreachable`. */
export async function request(hub: Hub, url: string, init: RequestInit): Promise<Response> {
  try {
    return await hub.fetch(url, init);
  } catch (thrown) {
    const error = EngineError.from(thrown, 'network_unreachable');
    if (error.code === 'aborted') throw error;
    throw new EngineError('network_unreachable', `${new URL(url, hub.url).host} cannot be reached.`, { cause: thrown });
  }
}

/** The error for an HTTP status of the hub. */
export function hubError(status: number, what: string): EngineError {
  const details = { status };
  if (status === 401)
    return new EngineError(
      'model_not_found',
      `${what} is private or does not exist: the hub answers the same for both. Check the name, or import the files from a folder.`,
      { details },
    );
  if (status === 403)
    return new EngineError(
      'model_not_found',
      `${what} is private or asks for an agreement on the hub first. Import its files from a folder instead.`,
      { details },
    );
  if (status === 404)
    return new EngineError('model_not_found', `${what} is not on this hub. Check the name.`, { details });
  return new EngineError('download_failed', `the hub answered ${status} for ${what}.`, { details });
}
