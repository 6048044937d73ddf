import { lookup as resolveName } from 'node:dns/promises';
import type { LookupAddress } from 'node:dns';
import { request as requestOverHttp, type IncomingMessage } from 'node:http';
import { request as requestOverHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import type { ApiServices } from '../../src/api/services.ts';
import { EngineError, throwIfAborted, whenAborted } from '../../src/engine/errors.ts';
import { nameLength } from '../../src/engine/files/file-budget.ts';
import { readKind } from '../../src/engine/image-ops/inspect/inspect-picture.ts';
import type { PictureKind } from '../../src/engine/image-ops/inspect/picture-kind.ts';
import { isPublicAddress } from './public-address.ts';

export interface PictureFetcherOptions {
  /** Of a picture. */
  maxBytes: number;
  /** Until all of it has arrived, redirects included. Default: 15 s. */
  withinMs?: number;
  /** All addresses of a name. Default: as this machine resolves it. */
  resolve?(name: string): Promise<readonly LookupAddress[]>;
  /** Where a connection may lead. Default: to the public internet alone. */
  isAllowed?(address: string): boolean;
  /** Default: those of http and https. */
  ports?: readonly number[];
}

type Limits = Required<PictureFetcherOptions>;

const DEFAULTS: Omit<Limits, 'maxBytes'> = {
  withinMs: 15_000,
  resolve: (name) => resolveName(name, { all: true }),
  isAllowed: (address) => isPublicAddress(address),
  ports: [80, 443],
};
const MAX_REDIRECTS = 3;
/** Enough to recognize a picture. */
const HEAD_BYTES = 4096;

/**
 * Fetches pictures that requests name by their address, from the public internet alone: a name is
 * resolved once, and the connection goes to the addresses that were checked; each redirect is
 * checked in the same way. Throws `invalid_request`, which official clients do not repeat,
 * `limit_exceeded`, `not_supported` for anything but a picture, and `aborted`.
 */
export function createPictureFetcher(
  options: PictureFetcherOptions,
): NonNullable<ApiServices['fetchPicture']> {
  const limits = { ...DEFAULTS, ...options };
  return async (url, signal) => {
    const late = AbortSignal.timeout(limits.withinMs);
    try {
      return await fetchPicture(url, limits, AbortSignal.any([signal, late]));
    } catch (thrown) {
      throwIfAborted(signal);
      if (late.aborted)
        throw refuse(
          `The picture did not arrive within ${limits.withinMs / 1000} seconds.`,
          thrown,
        );
      if (thrown instanceof EngineError) throw thrown;
      throw refuse('The picture could not be fetched: its server does not answer.', thrown);
    }
  };
}

async function fetchPicture(url: string, limits: Limits, signal: AbortSignal): Promise<Blob> {
  let target = readAddress(url);
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    const answer = await ask(target, limits, signal);
    const { statusCode = 0, headers } = answer;
    try {
      if (statusCode === 200) return await readAnswer(answer, limits);
    } finally {
      answer.destroy();
    }
    if (statusCode < 300 || statusCode > 399 || !headers.location)
      throw refuse(`The picture could not be fetched: ${target.host} answered ${statusCode}.`);
    target = readAddress(headers.location, target);
  }
  throw refuse(`The picture was not fetched: it is redirected more than ${MAX_REDIRECTS} times.`);
}

function readAddress(text: string, base?: URL): URL {
  try {
    return new URL(text, base);
  } catch (cause) {
    throw refuse('This is not a valid address of a picture.', cause);
  }
}

/** Asks for a picture; resolves with the head of the answer. */
async function ask(target: URL, limits: Limits, signal: AbortSignal): Promise<IncomingMessage> {
  checkAddress(target, limits);
  const lookup = pinTo(await findAddresses(target, limits, signal));
  const isSecure = target.protocol === 'https:';
  return new Promise((done, fail) => {
    (isSecure ? requestOverHttps : requestOverHttp)(target, {
      // A connection of its own: one that is kept might lead elsewhere.
      ...{ agent: false, lookup, signal },
      headers: { accept: 'image/*', 'user-agent': 'Triptych' },
    })
      .on('error', fail)
      .once('response', done)
      .end();
  });
}

function checkAddress({ protocol, port, username, password }: URL, { ports }: Limits): void {
  if (protocol !== 'http:' && protocol !== 'https:')
    throw refuse('Pictures are fetched by http and https alone.');
  if (port && !ports.includes(Number(port)))
    throw refuse(`Pictures are fetched from the ports ${ports.join(' and ')} alone, not ${port}.`);
  if (username || password)
    throw refuse(
      'Pictures are fetched without a name and password: leave them out of the address.',
    );
}

/** Addresses of a host, all of them checked. */
async function findAddresses(
  { hostname }: URL,
  { resolve, isAllowed }: Limits,
  signal: AbortSignal,
): Promise<readonly LookupAddress[]> {
  const host = hostname.replace(/^\[|\]$/g, '');
  const family = isIP(host);
  const found = family
    ? [{ address: host, family }]
    : await Promise.race([resolve(host), whenAborted(signal)]).catch((cause: unknown) => {
        throw refuse(`The picture could not be fetched: ${host} is not known.`, cause);
      });
  if (found.length > 0 && found.every(({ address }) => isAllowed(address))) return found;
  throw refuse(
    `The picture was not fetched: ${host} does not lead to the public internet. Send the picture itself.`,
  );
}

/** Answers every question with these addresses, so that no later answer of a name server counts. */
function pinTo(addresses: readonly LookupAddress[]): LookupFunction {
  return (_, { all }, answer) => {
    const [first] = addresses;
    if (all) answer(null, [...addresses]);
    else answer(null, first?.address ?? '', first?.family);
  };
}

async function readAnswer(answer: IncomingMessage, { maxBytes }: Limits): Promise<Blob> {
  if (Number(answer.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes);
  const pieces: Buffer<ArrayBuffer>[] = [];
  let length = 0;
  let kind: PictureKind | undefined;
  for await (const piece of answer as AsyncIterable<Buffer<ArrayBuffer>>) {
    pieces.push(piece);
    length += piece.length;
    if (length > maxBytes) throw tooLarge(maxBytes);
    if (length >= HEAD_BYTES) kind ??= readKind(Buffer.concat(pieces));
  }
  kind ??= readKind(Buffer.concat(pieces));
  return new Blob(pieces, { type: `image/${kind}` });
}

function tooLarge(maxBytes: number): EngineError {
  return new EngineError(
    'limit_exceeded',
    `The picture is larger than ${nameLength(maxBytes)}, which is the limit.`,
    { details: { maxBytes } },
  );
}

function refuse(message: string, cause?: unknown): EngineError {
  return new EngineError('invalid_request', message, { cause });
}
