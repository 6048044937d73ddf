import type { z } from 'zod';
import { EngineError, throwIfAborted } from '../../errors.ts';
import { parseJson } from '../../parse-json.ts';
import { hubError } from './hub-errors.ts';
import type { Hub } from './hub.ts';
import { PATIENCE, waitToRetry, type Waiting } from './patience.ts';

/** An answer with possibly more pages. */
export interface Page<T> {
  value: T;
  /** Path of the next page: a hub lists a thousand files at once. */
  next: string | undefined;
}

/** A question to a hub's API. */
export interface Question {
  path: string;
  repository?: string;
  /** As people name it. Default: the repository. */
  what?: string;
  isFile?: boolean;
  init?: RequestInit;
  timeoutMs?: number;
}

/** A JSON answer of this shape. Errors as readPage. */
export async function readJson<T>(...request: Parameters<typeof readPage<T>>): Promise<T> {
  return (await readPage(...request)).value;
}

/**
 * A missing or refusing server is reported sooner than a busy one: someone is waiting for the
 * answer.
 */
const ATTEMPTS_TO_REACH = 3;

/**
 * The same, with the path of the next page. Asked again after a passing failure, as far as patience
 * goes. Throws `model_not_found`, `network_unreachable`, `download_failed`, `aborted`.
 */
export async function readPage<T>(
  hub: Hub,
  question: Question,
  schema: z.ZodType<T>,
  signal: AbortSignal = new AbortController().signal,
  waiting: Waiting = {},
): Promise<Page<T>> {
  return retry(
    async () => {
      const response = await ask(hub, question, signal);
      const parsed = schema.safeParse(
        parseJson(await readBody(response, hub, () => response.text())),
      );
      if (parsed.success)
        return { value: parsed.data, next: readNextPath(response, question.path) };
      const message = `${hub.url} sent an invalid listing for ${nameQuestion(question)}.`;
      throw new EngineError('download_failed', message);
    },
    signal,
    waiting,
  );
}

/** An answer as bytes. Errors as readPage. */
export async function readBytes(
  hub: Hub,
  question: Question,
  signal: AbortSignal = new AbortController().signal,
): Promise<Uint8Array<ArrayBuffer>> {
  return retry(
    async () => {
      const response = await ask(hub, question, signal);
      return new Uint8Array(await readBody(response, hub, () => response.arrayBuffer()));
    },
    signal,
    {},
  );
}

/**
 * Some bytes of a file, the last one included. Throws besides `download_failed` for a hub that sends
 * whole files alone.
 */
export async function readRange(
  hub: Hub,
  question: Question,
  [first, last]: readonly [first: number, last: number],
  signal: AbortSignal = new AbortController().signal,
): Promise<ArrayBuffer> {
  const init = { headers: { range: `bytes=${first}-${last}` } };
  return retry(
    async () => {
      const response = await ask(hub, { ...question, init }, signal);
      if (response.status === 206) return readBody(response, hub, () => response.arrayBuffer());
      await response.body?.cancel();
      throw new EngineError('download_failed', `${hub.url} does not send parts of files.`, {
        details: { status: response.status },
      });
    },
    signal,
    {},
  );
}

async function retry<T>(
  work: () => Promise<T>,
  signal: AbortSignal,
  { patience = PATIENCE, ...waiting }: Waiting,
): Promise<T> {
  for (let failures = 1; ; failures++) {
    try {
      return await work();
    } catch (thrown) {
      throwIfAborted(signal);
      const error = EngineError.from(thrown, 'network_unreachable');
      const isBusy = Number(error.details.status) >= 429;
      const attempts = isBusy ? patience.attempts : Math.min(ATTEMPTS_TO_REACH, patience.attempts);
      await waitToRetry(
        error,
        failures,
        { ...waiting, patience: { ...patience, attempts } },
        signal,
      );
    }
  }
}

/** One successful answer. */
async function ask(hub: Hub, question: Question, signal: AbortSignal): Promise<Response> {
  const { path, init, repository, isFile, timeoutMs = LISTING_TIMEOUT_MS } = question;
  const inTime = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  const response = await request(hub, `${hub.url}${path}`, { ...init, signal: inTime });
  if (response.ok) return response;
  throw hubError(response, { hub, repository, what: nameQuestion(question), isFile });
}

/** A body that breaks off means the connection was cut, not that the answer makes no sense. */
function readBody<T>({ url }: Response, hub: Hub, read: () => Promise<T>): Promise<T> {
  return read().catch((thrown: unknown) => {
    throw unreachable(url || hub.url, thrown);
  });
}

const nameQuestion = ({ what, repository, path }: Question) => what ?? repository ?? path;

/**
 * From `Link: <https://hub/api/…?cursor=…>; rel="next"`; only the query is taken, for the hub may
 * know itself by another name.
 */
function readNextPath(response: Response, path: string): string | undefined {
  const url = /<([^>]+)>[^,<]*;\s*rel="?next\b/i.exec(response.headers.get('link') ?? '')?.[1];
  const query = url?.split('?')[1];
  return query && `${path.split('?')[0]}?${query}`;
}

/** A listing is a few kilobytes: a hub that takes longer is as good as unreachable. */
const LISTING_TIMEOUT_MS = 30_000;

/**
 * `fetch`, with `network_unreachable` for a dead connection. The hub is not told which page asks:
 * some refuse pages they do not know.
 */
export async function request(hub: Hub, url: string, init: RequestInit): Promise<Response> {
  try {
    return await hub.fetch(url, { ...init, referrerPolicy: 'no-referrer' });
  } catch (thrown) {
    const error = EngineError.from(thrown, 'network_unreachable');
    if (error.code === 'aborted' || thrown instanceof EngineError) throw error;
    throw unreachable(new URL(url, hub.url).href, thrown);
  }
}

function unreachable(url: string, cause: unknown): EngineError {
  return new EngineError('network_unreachable', `${new URL(url).host} cannot be reached.`, {
    cause,
  });
}
