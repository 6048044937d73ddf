import { EngineError, throwIfAborted } from '../errors.ts';
import { hubError, request, type Hub } from './hub.ts';
import { createIdleWatch, type IdleWatch } from './idle-watch.ts';

/** Where a file's bytes are, and how many there must be in all. */
export interface FileAddress {
  hub: Hub;
  url: string;
  sizeBytes: number;
}

export interface FetchFrom {
  /** The first byte that is wanted, and the one after the last. */
  start: number;
  end: number;
  /** What the server called the version of which the bytes before `start` are. */
  etag: string | undefined;
}

export type FetchedBytes =
  | { type: 'bytes'; bytes: Uint8Array; etag: string | undefined }
  /** The server has another version: what came before is not of this one, and all of it follows, from byte 0. */
  | { type: 'restart' };

/**
 * What one connection brings of a part of a file, which may be less than was asked for. A server that ignores ranges sends everything: the
 * beginning is read past. Throws besides what hubError says `network_unreachable` when nothing came for `idleMs`.
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
    const isOther = wanted.start > 0 && isOtherVersion(response, wanted);
    if (isOther) yield { type: 'restart' };
    if (isOther && response.status !== 200) return;
    yield* takeBody(response, address, isOther ? { ...wanted, start: 0 } : wanted, idle);
  } catch (thrown) {
    throwIfAborted(signal);
    if (!idle.hasFired()) throw thrown;
    throw new EngineError('network_unreachable', 'The server fell silent.', { cause: thrown });
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
  if (!response.ok || !response.body) throw statusError(response, address);
  checkKind(response, address);
  const etag = response.headers.get('etag') ?? undefined;
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

/** Hubs on another origin that do not let a page send `If-Range`: there the ETag of the answer is compared instead. */
const WITHOUT_CONDITION = new WeakSet<Hub>();

async function ask(
  { hub, url, sizeBytes }: FileAddress,
  { start, end, etag }: FetchFrom,
  signal: AbortSignal,
): Promise<Response> {
  if (start === 0 && end === sizeBytes) return request(hub, url, { signal });
  const range = `bytes=${start}-${end === sizeBytes ? '' : end - 1}`;
  if (!etag || etag.startsWith('W/') || WITHOUT_CONDITION.has(hub))
    return request(hub, url, { signal, headers: { range } });
  try {
    return await request(hub, url, { signal, headers: { range, 'if-range': etag } });
  } catch (thrown) {
    // A refused preflight looks like a dead connection; the next attempt tells which it was.
    if (!signal.aborted) WITHOUT_CONDITION.add(hub);
    throw thrown;
  }
}

/** The version that the earlier bytes are of is gone: the answer says so, is shorter, or begins elsewhere. */
function isOtherVersion(response: Response, { start, etag }: FetchFrom): boolean {
  const now = response.headers.get('etag');
  if (response.status === 416) return true;
  if (response.ok && etag && now && etag !== now) return true;
  const begins = /bytes (\d+)-/.exec(response.headers.get('content-range') ?? '')?.[1];
  return response.status === 206 && begins !== undefined && Number(begins) !== start;
}

/** Smaller files may come compressed, and then their length on the way says nothing. */
const NEVER_COMPRESSED_BYTES = 2 ** 20;

/** A page of a captive portal, say, must not be taken for weights. */
function checkKind({ status, headers }: Response, address: FileAddress): void {
  if (headers.get('content-type')?.startsWith('text/html') && !address.url.endsWith('.html'))
    throw new EngineError('download_failed', `a web page came instead of ${nameOfAddress(address)}.`);
  const total = /\/(\d+)$/.exec(headers.get('content-range') ?? '')?.[1];
  const length = headers.get('content-length');
  const announced = status === 206 ? total : address.sizeBytes >= NEVER_COMPRESSED_BYTES ? length : undefined;
  if (!announced || Number(announced) === address.sizeBytes) return;
  throw new EngineError(
    'download_failed',
    `${nameOfAddress(address)} has ${announced} bytes on the server, not ${address.sizeBytes} as the hub says.`,
  );
}

async function* readBody(body: ReadableStream<Uint8Array>, idle: IdleWatch): AsyncGenerator<Uint8Array> {
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

function statusError(response: Response, address: FileAddress): EngineError {
  const error = hubError(response.status, nameOfAddress(address));
  const retryAfterSeconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  if (!Number.isFinite(retryAfterSeconds)) return error;
  const details = { ...error.details, retryAfterMs: retryAfterSeconds * 1000 };
  return new EngineError(error.code, error.message, { details });
}

/** The file's own name, for messages. */
export function nameOfAddress({ url }: FileAddress): string {
  return decodeURIComponent(url.split('/').at(-1) ?? url);
}
