import { z } from 'zod';
import { EngineError } from '../../errors.ts';
import { readBytes, readJson, readPage, readRange, type Page, type Question } from './ask-hub.ts';
import type { ByteSource } from '../gguf/gguf-reader.ts';
import { gatedError } from './hub-errors.ts';
import type { Digest } from '../manifest.ts';
import type { Waiting } from './patience.ts';

/**
 * A server with the hub's path layout: `{url}/{repo}/resolve/{revision}/{path}` and the tree API.
 */
export interface Hub {
  /** Without a slash at the end. */
  readonly url: string;
  /** Without HTTP cache and credentials: the weight store is the cache. */
  readonly fetch: typeof fetch;
  /**
   * On another origin than the page, where a header such as `If-Range` needs the consent of every
   * server on the way.
   */
  readonly isElsewhere?: boolean;
}

/** A file as the hub lists it. */
export interface HubFile {
  path: string;
  sizeBytes: number;
  /** A mirror reads its files only when asked for their digests (readDigests). */
  digest?: Digest;
}

const treeSchema = z.array(
  z.object({
    type: z.string(),
    path: z.string(),
    size: z.number(),
    oid: z.string().nullish(),
    lfs: z.object({ oid: z.string(), size: z.number() }).nullish(),
  }),
);
type Tree = z.infer<typeof treeSchema>;
/**
 * What a card says is written by hand: a licence that cannot be read must not keep the model away.
 */
const cardSchema = z.object({
  license: z.union([z.string(), z.array(z.string())]).nullish(),
  license_name: z.string().nullish(),
});
const revisionSchema = z.object({
  sha: z.string(),
  cardData: cardSchema.nullish().catch(undefined),
  gated: z.union([z.string(), z.boolean()]).nullish().catch(undefined),
});
const repositoriesSchema = z.array(z.object({ id: z.string() }));

/** The address of a file's bytes. */
export function resolveUrl(hub: Hub, repository: string, revision: string, path: string): string {
  return `${hub.url}/${repository}/resolve/${encodeURIComponent(revision)}/${path.split('/').map(encodeURIComponent).join('/')}`;
}

/**
 * The commit that a branch, tag or commit names now, and the licence of the model card. Throws
 * `network_unreachable`, `download_failed`, and `model_not_found`, also for a repository whose
 * files are given only to those who agreed to its terms.
 */
export async function readRevision(
  hub: Hub,
  repository: string,
  revision: string,
  signal?: AbortSignal,
  waiting?: Waiting,
): Promise<{ commit: string; licence: string | undefined }> {
  const path = `/api/models/${repository}/revision/${encodeURIComponent(revision)}`;
  const { sha, cardData, gated } = await readJson(
    hub,
    { path, repository },
    revisionSchema,
    signal,
    waiting,
  );
  if (gated) throw gatedError({ hub, repository, what: repository });
  return { commit: sha, licence: cardData ? nameLicence(cardData) : undefined };
}

/** A card may name several licences, and one by a custom name. */
function nameLicence({
  license,
  license_name: name,
}: z.infer<typeof cardSchema>): string | undefined {
  const names = [license ?? []].flat().map((each) => (each === 'other' && name ? name : each));
  return names.length > 0 ? names.join(', ') : undefined;
}

/**
 * Every file of a revision with its size and, where the hub knows it, its digest. Errors as
 * readRevision.
 */
export async function listFiles(
  hub: Hub,
  repository: string,
  revision: string,
  signal?: AbortSignal,
  waiting?: Waiting,
): Promise<HubFile[]> {
  const tree: Tree = [];
  const seen = new Set<string>();
  let path: string | undefined =
    `/api/models/${repository}/tree/${encodeURIComponent(revision)}?recursive=true`;
  while (path !== undefined) {
    if (seen.has(path))
      throw new EngineError('download_failed', `${hub.url} lists ${repository} endlessly.`);
    seen.add(path);
    const page: Page<Tree> = await readPage(hub, { path, repository }, treeSchema, signal, waiting);
    tree.push(...page.value);
    path = page.next;
  }
  return readTree(tree);
}

/** A mirror may have to read gigabytes for a digest. */
const DIGEST_TIMEOUT_MS = 600_000;

/**
 * The digests of some files, from a hub that lists them without: it may have to read them first,
 * which takes as long as it takes. Files that it does not have are left out. Errors as
 * readRevision.
 */
export async function readDigests(
  hub: Hub,
  repository: string,
  revision: string,
  paths: readonly string[],
  signal?: AbortSignal,
  waiting?: Waiting,
): Promise<ReadonlyMap<string, Digest>> {
  const path = `/api/models/${repository}/paths-info/${encodeURIComponent(revision)}`;
  // Sent as a form, which needs no preflight on another origin.
  const body = new URLSearchParams(paths.map((each): [string, string] => ['paths', each]));
  const asked = { path, repository, init: { method: 'POST', body }, timeoutMs: DIGEST_TIMEOUT_MS };
  const files = readTree(await readJson(hub, asked, treeSchema, signal, waiting));
  return new Map(
    files.flatMap(({ path: name, digest }) => (digest ? [[name, digest] as const] : [])),
  );
}

function readTree(tree: Tree): HubFile[] {
  return tree
    .filter(({ type }) => type === 'file')
    .map(({ path, size, oid, lfs }) => ({
      path,
      sizeBytes: lfs?.size ?? size,
      ...nameDigest(oid, lfs?.oid),
    }));
}

function nameDigest(oid: string | null | undefined, lfs: string | undefined): { digest?: Digest } {
  if (lfs) return { digest: `sha256:${lfs.replace(/^sha256:/, '')}` };
  return oid ? { digest: `git-sha1:${oid}` } : {};
}

/**
 * Repositories that a mirror holds, all of them: meant for a small mirror of one's own, never
 * called on the public hub.
 */
export async function listRepositories(hub: Hub, signal?: AbortSignal): Promise<string[]> {
  const listed = await readJson(
    hub,
    { path: '/api/models', what: 'the list of models' },
    repositoriesSchema,
    signal,
  );
  return listed.map(({ id }) => id);
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
  return readJson(hub, askForFile(hub, repository, revision, path), schema, signal);
}

/** A small file of a repository. Errors as readRevision. */
export async function readRepositoryFile(
  hub: Hub,
  repository: string,
  revision: string,
  path: string,
  signal?: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  return readBytes(hub, askForFile(hub, repository, revision, path), signal);
}

/** Few requests for a header with a large vocabulary. */
const REMOTE_WINDOW_BYTES = 2 * 2 ** 20;

/** A large file of a repository: only what is read of it is fetched. */
export function openRemoteFile(
  hub: Hub,
  repository: string,
  revision: string,
  { path, sizeBytes }: HubFile,
  signal?: AbortSignal,
): ByteSource {
  const question = askForFile(hub, repository, revision, path);
  return {
    size: sizeBytes,
    windowBytes: REMOTE_WINDOW_BYTES,
    slice(start, end) {
      const last = Math.min(end, sizeBytes) - 1;
      return { arrayBuffer: () => readRange(hub, question, [start, last], signal) };
    },
  };
}

function askForFile(hub: Hub, repository: string, revision: string, path: string): Question {
  const url = resolveUrl(hub, repository, revision, path);
  return {
    path: url.slice(hub.url.length),
    repository,
    what: `${repository}/${path}`,
    isFile: true,
  };
}

/**
 * The first hub's answer; the next one is asked only for what a hub does not have. If none has it,
 * throws the first error that says more than that.
 */
export async function askHubs<T>(hubs: readonly Hub[], ask: (hub: Hub) => Promise<T>): Promise<T> {
  const absences: EngineError[] = [];
  for (const hub of hubs) {
    try {
      return await ask(hub);
    } catch (thrown) {
      const error = EngineError.from(thrown);
      if (error.code !== 'model_not_found') throw error;
      absences.push(error);
    }
  }
  const telling = absences.find(({ details }) => details.isGated) ?? absences.at(-1);
  throw telling ?? new EngineError('network_unreachable', 'No hub is set.');
}
