import { EngineError, throwIfAborted } from '../../errors.ts';
import { request } from '../hub/ask-hub.ts';
import { hubError } from '../hub/hub-errors.ts';
import type { Hub } from '../hub/hub.ts';
import { createIdleWatch, type IdleWatch } from './idle-watch.ts';
import { KEY_HOST } from '../manifest.ts';

/** Where a file's bytes are, and how many there must be in all. */
export interface FileAddress {
  hub: Hub;
  url: string;
  sizeBytes: number;
}

export interface FetchFrom {
  /** The first byte wanted, and the one after the last. */
  start: number;
  end: number;
  /** The server's name for the version that the bytes before `start` belong to. */
  etag: string | undefined;
}

export type FetchedBytes =
  | { type: 'bytes'; bytes: Uint8Array; etag: string | undefined }
  /**
   * The server has another version: what came before does not belong to it, and all of it follows,
   * from byte 0.
   */
  | { type: 'restart' };

/**
 * What one connection brings of a part of a file, which may be less than was requested. If a server
 * ignores ranges and sends everything, the beginning is skipped. Throws what hubError says, and
 * `network_unreachable` when nothing came for `idleMs`.
 */
export async function* readConnection(
  address: FileAddress,
  wanted: FetchFrom,
  idleMs: number,
  signal: AbortSignal,
): AsyncGenerator<FetchedBytes> {
  const idle = createIdleWatch(idleMs, signal);
  try {
    const response = await ask(address, wanted, idle.signal);
    const isOther = isOtherVersion(response, wanted, address);
    if (isOther && wanted.start === 0 && response.status === 206)
      throw new EngineError('network_unreachable', 'The server sent the wrong part of the file.');
    if (isOther && wanted.start > 0) yield { type: 'restart' };
    if (isOther && wanted.start > 0 && response.status !== 200) return;
    yield* takeBody(response, address, isOther ? { ...wanted, start: 0 } : wanted, idle);
  } catch (thrown) {
    throwIfAborted(signal);
    if (!idle.hasFired()) throw thrown;
    throw new EngineError('network_unreachable', 'The server stopped responding.', {
      cause: thrown,
    });
  } finally {
    idle.end();
  }
}

async function* takeBody(
  response: Response,
  address: FileAddress,
  { start, end }: FetchFrom,
  idle: IdleWatch,
): AsyncGenerator<FetchedBytes> {
  if (!response.ok)
    throw hubError(response, {
      hub: address.hub,
      what: nameOfAddress(address),
      isFile: true,
      ...repositoryOf(address),
    });
  // Some edge servers answer so now and then; the next connection brings what this one should have.
  if (!response.body || isEmpty(response)) return;
  checkKind(response, address);
  // The mark of a compressed answer is not that of the bytes, of which a later connection asks for
  // the rest.
  const etag = isCompressed(response) ? undefined : (response.headers.get('etag') ?? undefined);
  let skip = response.status === 206 ? 0 : start;
  let left = end - start;
  for await (const piece of readBody(response.body, idle)) {
    const bytes = piece.subarray(Math.min(skip, piece.length)).subarray(0, left);
    skip -= Math.min(skip, piece.length);
    left -= bytes.length;
    if (bytes.length > 0) yield { type: 'bytes', bytes, etag };
    if (left === 0) return;
  }
}

/**
 * Hubs that did not let a page send `If-Range`, wherever they sent it on to: there the ETag of the
 * answer is compared instead.
 */
const WITHOUT_CONDITION = new WeakSet<Hub>();

/**
 * On another origin the header needs the consent of every server on the way, and the public hub's
 * refuse it.
 */
function takesCondition(hub: Hub, etag: string | undefined): etag is string {
  const isElsewhere = hub.isElsewhere ?? new URL(hub.url).origin === new URL(KEY_HOST).origin;
  return etag !== undefined && !isWeak(etag) && !isElsewhere && !WITHOUT_CONDITION.has(hub);
}

async function ask(
  { hub, url, sizeBytes }: FileAddress,
  { start, end, etag }: FetchFrom,
  signal: AbortSignal,
): Promise<Response> {
  if (start === 0 && end === sizeBytes) return request(hub, url, { signal });
  const range = `bytes=${start}-${end === sizeBytes ? '' : end - 1}`;
  if (!takesCondition(hub, etag)) return request(hub, url, { signal, headers: { range } });
  try {
    return await request(hub, url, { signal, headers: { range, 'if-range': etag } });
  } catch (thrown) {
    // A refused preflight looks like a dead connection; the next attempt shows which it was.
    if (!signal.aborted) WITHOUT_CONDITION.add(hub);
    throw thrown;
  }
}

/**
 * The version that the earlier bytes are of is gone: the answer says so, is shorter, or begins
 * elsewhere.
 */
function isOtherVersion(
  response: Response,
  { start, etag }: FetchFrom,
  { sizeBytes }: FileAddress,
): boolean {
  const now = response.headers.get('etag');
  if (response.status === 416) return true;
  if (response.ok && etag && now && nameVersion(etag) !== nameVersion(now)) return true;
  if (response.status !== 206 || isEmpty(response)) return false;
  const [, begins, total] =
    /bytes (\d+)-\d+\/(\d+|\*)/.exec(response.headers.get('content-range') ?? '') ?? [];
  // A part of what it compresses in transit: there, another total is not damage, and this part is
  // useless.
  const isOfOther = total !== undefined && Number(total) !== sizeBytes && isMadeOnTheWay(response);
  return isOfOther || (begins !== undefined && Number(begins) !== start);
}

const isWeak = (etag: string) => etag.startsWith('W/');

/** A file that is compressed on the way keeps its name with a mark before it. */
const nameVersion = (etag: string) => etag.replace(/^W\//, '');

const isEmpty = ({ headers }: Response) => headers.get('content-length') === '0';

/**
 * Compressed, as far as the answer tells: a page sees a `Content-Encoding` of its own origin only.
 */
function isMadeOnTheWay(response: Response): boolean {
  return isCompressed(response) || isWeak(response.headers.get('etag') ?? '');
}
const isCompressed = ({ headers }: Response) =>
  (headers.get('content-encoding') ?? 'identity') !== 'identity';

/**
 * Smaller files and text may come compressed without a word, and then their length on the way says
 * nothing.
 */
const NEVER_COMPRESSED_BYTES = 2 ** 20;
const TEXT = /\.(?:json|jinja|txt|md|xml|csv|model|vocab|merges)$/;

/** A captive portal's page, for example, must not be taken for weights. */
function checkKind(response: Response, address: FileAddress): void {
  const { status, headers } = response;
  const { pathname } = new URL(address.url, address.hub.url);
  if (headers.get('content-type')?.startsWith('text/html') && !pathname.endsWith('.html'))
    throw new EngineError(
      'download_failed',
      `the server sent a web page instead of ${nameOfAddress(address)}.`,
    );
  if (isMadeOnTheWay(response)) return;
  const total = /\/(\d+)$/.exec(headers.get('content-range') ?? '')?.[1];
  const mayBeCompressed = address.sizeBytes < NEVER_COMPRESSED_BYTES || TEXT.test(pathname);
  const announced =
    status === 206 ? total : mayBeCompressed ? undefined : headers.get('content-length');
  if (!announced || Number(announced) === address.sizeBytes) return;
  throw new EngineError(
    'download_failed',
    `${nameOfAddress(address)} is ${announced} bytes on the server, not ${address.sizeBytes} as the hub says.`,
  );
}

async function* readBody(
  body: ReadableStream<Uint8Array>,
  idle: IdleWatch,
): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  const stop = () => void reader.cancel().catch(() => undefined);
  idle.signal.addEventListener('abort', stop, { once: true });
  try {
    for (let step = await reader.read(); !step.done; step = await reader.read()) {
      idle.pause();
      yield step.value;
      idle.stir();
    }
    throwIfAborted(idle.signal);
  } finally {
    idle.signal.removeEventListener('abort', stop);
    stop();
  }
}

/** `owner/name` of `{hub}/{owner}/{name}/resolve/…`. */
function repositoryOf({ hub, url }: FileAddress): { repository?: string } {
  const repository = /^\/([^/]+\/[^/]+)\/resolve\//.exec(url.slice(hub.url.length))?.[1];
  return repository ? { repository } : {};
}

/** The file's own name, for messages. */
export function nameOfAddress({ url }: FileAddress): string {
  return decodeURIComponent(url.split('/').at(-1) ?? url);
}
