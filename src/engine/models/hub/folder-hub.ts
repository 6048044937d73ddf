import { createSHA1 } from 'hash-wasm';
import { EngineError, throwIfAborted } from '../../errors.ts';
import { startHash } from '../digest.ts';
import { readGgufName } from '../gguf/gguf-names.ts';
import type { Hub } from './hub.ts';
import type { Digest } from '../manifest.ts';

/** A provided file, with its path in the folder. */
export interface GivenFile {
  path: string;
  body: Blob;
}

/** A model among given files. */
export interface GivenModel {
  /** `owner/name`, taken from the folders above it if there are any. */
  repository: string;
  /** The commit, if the folder's name has it. */
  commit: string | undefined;
  /** Paths as the hub has them. */
  files: GivenFile[];
}

const MARKS = ['model_index.json', 'config.json'];

/** What those who drop files may read. */
const NO_MODEL =
  'There is no model among these files. A model is a .gguf file, or a folder with config.json and its weights, laid out as on the hub.';

/**
 * The models among files in hub layout (`owner/name/…`), in a folder of their own, or in Hugging
 * Face's own cache; files in GGUF need no folder. Throws `not_supported` if there is none.
 *
 * @example
 * const file = new Blob(['{}']);
 * const [model] = findModels([{ path: 'owner/name/config.json', file }]);
 * model?.repository; // → 'owner/name'
 */
export function findModels(given: readonly GivenFile[]): GivenModel[] {
  // Files of the system or git, such as .git and .DS_Store.
  const files = given.filter(({ path }) => !path.split('/').some((word) => word.startsWith('.')));
  const folders = files.flatMap(({ path }) => {
    const mark = MARKS.find((name) => path === name || path.endsWith(`/${name}`));
    return mark ? [path.slice(0, path.length - mark.length)] : [];
  });
  const roots = [...new Set(folders)].filter(
    (root) => !folders.some((other) => other !== root && root.startsWith(other)),
  );
  const inFolders = roots.map((root) => ({
    ...nameModel(root),
    files: files
      .filter(({ path }) => path.startsWith(root))
      .map(({ path, body }) => ({ path: path.slice(root.length), body })),
  }));
  const loose = files.filter(({ path }) => !roots.some((root) => path.startsWith(root)));
  const models = [...inFolders, ...findGgufModels(loose)];
  if (models.length === 0) throw new EngineError('not_supported', NO_MODEL);
  return models;
}

/** Files in GGUF are models without anything beside them; those of one name are builds of one. */
function findGgufModels(files: readonly GivenFile[]): GivenModel[] {
  const models = new Map<string, GivenModel>();
  for (const { path, body } of files) {
    const name = readGgufName(path);
    if (!name) continue;
    const file = path.split('/').at(-1) ?? path;
    const folder = path.slice(0, path.length - file.length);
    const isOnHub = folder.split('/').filter(Boolean).length > 1;
    const named = nameModel(isOnHub ? folder : `${name.stem}/`);
    const key = `${folder} ${named.repository}`;
    const model = models.get(key) ?? { ...named, files: [] };
    model.files.push({ path: file, body });
    models.set(key, model);
  }
  return [...models.values()];
}

/**
 * "hub/owner/name/" is `owner/name`; "models--owner--name/snapshots/c0ffee/" is `owner/name` at
 * c0ffee; "name/" is `imported/name`.
 */
function nameModel(root: string): Pick<GivenModel, 'repository' | 'commit'> {
  const cached = /models--([\w.-]+?)--([\w.-]+)\/snapshots\/(\w+)\/$/.exec(root);
  if (cached) return { repository: `${cached[1]}/${cached[2]}`, commit: cached[3] };
  const words = root.split('/').filter(Boolean).slice(-2);
  const [owner, name] = words.length === 2 ? words : ['imported', words[0] ?? 'model'];
  return {
    repository: [owner, name].map((word) => word?.replace(/[^\w.-]+/g, '-')).join('/'),
    commit: undefined,
  };
}

interface ListedFile extends GivenFile {
  digest: Digest;
}

/**
 * Given files as a hub: described, fetched and checked by the same code as a download. Reads every
 * file once, for its digest. `onBytes` is called with the bytes read. Throws `invalid_request` for
 * a mere placeholder of a file.
 */
export async function openFolderHub(
  { repository, commit, files }: GivenModel,
  signal: AbortSignal,
  onBytes: (bytes: number) => void,
): Promise<Hub> {
  const listed: ListedFile[] = [];
  for (const file of files) {
    await checkIsItself(file);
    listed.push({ ...file, digest: await hashFile(file, signal, onBytes) });
  }
  const revision = commit ?? (await hashListing(listed));
  const answer = (path: string, range: string | null): Response => {
    const named = [`main`, revision].map((name) => `/api/models/${repository}/revision/${name}`);
    if (named.includes(path)) return Response.json({ sha: revision });
    if (path === `/api/models/${repository}/tree/${revision}`)
      return Response.json(listed.map(describeEntry));
    const file = listed.find((each) => path === `/${repository}/resolve/${revision}/${each.path}`);
    return file ? sendPart(file, range) : new Response(null, { status: 404 });
  };
  const url = 'https://folder.invalid';
  return {
    url,
    fetch: async (input, init) => {
      const { pathname } = new URL(input as string);
      return answer(decodeURIComponent(pathname), new Headers(init?.headers).get('range'));
    },
  };
}

function describeEntry({ path, body, digest }: ListedFile): object {
  const [kind, oid] = digest.split(':');
  const entry = { type: 'file', path, size: body.size, oid };
  return kind === 'git-sha1' ? entry : { ...entry, lfs: { oid, size: body.size } };
}

function sendPart({ body, digest }: ListedFile, range: string | null): Response {
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(range ?? '') ?? [];
  const start = Number(from ?? 0);
  const end = to ? Number(to) + 1 : body.size;
  const headers = {
    etag: `"${digest}"`,
    'content-range': `bytes ${start}-${end - 1}/${body.size}`,
  };
  return new Response(body.slice(start, end), { status: range ? 206 : 200, headers });
}

/**
 * A clone without Git LFS has pointers instead of weights, and a download that failed has a page
 * that says so.
 */
async function checkIsItself({ path, body }: GivenFile): Promise<void> {
  const begin = new Uint8Array(await body.slice(0, 64).arrayBuffer());
  if (new TextDecoder().decode(begin).startsWith('version https://git-lfs'))
    throw new EngineError(
      'invalid_request',
      `${path} is a Git LFS pointer, not the file itself. Run "git lfs pull" in the folder and import it again.`,
    );
  // Every ONNX model begins with its format's version: field 1, a number.
  if (path.endsWith('.onnx') && begin[0] !== 0x08)
    throw new EngineError('invalid_request', `${path} is not an ONNX model, despite its name.`);
  if (path.endsWith('.gguf') && !new TextDecoder().decode(begin).startsWith('GGUF'))
    throw new EngineError('invalid_request', `${path} is not a GGUF model, despite its name.`);
}

const PIECE_BYTES = 8 * 2 ** 20;

/**
 * What a hub keeps in git itself, and so knows by git's hash: the same content then has the same
 * address, wherever it came from.
 */
const isKeptInGit = ({ path, body }: GivenFile) =>
  /\.(json|jinja|txt|md)$/.test(path) && body.size < 10e6;

async function hashFile(
  file: GivenFile,
  signal: AbortSignal,
  onBytes: (bytes: number) => void,
): Promise<Digest> {
  const { body } = file;
  const hash = await startHash(isKeptInGit(file) ? 'git-sha1:0' : 'sha256:0', body.size);
  for (let start = 0; start < body.size; start += PIECE_BYTES) {
    throwIfAborted(signal);
    const bytes = new Uint8Array(await body.slice(start, start + PIECE_BYTES).arrayBuffer());
    hash.update(bytes);
    onBytes(bytes.length);
  }
  return hash.finish();
}

/** Stands for the commit: it changes when any file does. */
async function hashListing(files: readonly ListedFile[]): Promise<string> {
  const hash = await createSHA1();
  const lines = files.map(({ path, digest }) => `${path} ${digest}`).sort();
  return hash.init().update(lines.join('\n')).digest('hex');
}
