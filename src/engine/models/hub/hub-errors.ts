import { EngineError, type ErrorDetails } from '../../errors.ts';
import type { Hub } from './hub.ts';

/** What was requested from a hub, for messages. */
export interface Asked {
  hub: Hub;
  /** `owner/name`, where it belongs to one. */
  repository?: string | undefined;
  /** As people name it: a file, or the repository. */
  what: string;
  /** Its bytes were asked for, which may come from another server. */
  isFile?: boolean | undefined;
}

/**
 * The error for an answer that is none. A hub tells by `X-Error-Code` what it refuses; without an
 * account it answers 401 alike for what is private and for what does not exist. What another server
 * refuses, to which a hub has sent us with a signed address, may go with the next address
 * (`details.isPassing`).
 */
export function hubError(response: Response, asked: Asked): EngineError {
  const { status } = response;
  const errorCode = response.headers.get('x-error-code') ?? undefined;
  const isForeign = isFromElsewhere(response, asked.hub);
  const isPassing = isForeign
    ? isRefusal(status)
    : asked.isFile === true && status === 403 && !errorCode;
  const details: ErrorDetails = {
    status,
    ...(errorCode ? { errorCode } : {}),
    ...(isPassing ? { isPassing } : {}),
    ...readPause(response),
  };
  if (errorCode === 'GatedRepo') return gatedError(asked, details);
  const absence = isForeign ? undefined : describeAbsence(status, errorCode, asked);
  if (absence) return new EngineError('model_not_found', absence, { details });
  return new EngineError('download_failed', describeFailure(response, asked), { details });
}

/** What a listing tells of a repository before any of its files is asked for. */
export function gatedError(
  { hub, repository, what }: Asked,
  details: ErrorDetails = {},
): EngineError {
  const page = `${hub.url}/${repository ?? what}`;
  return new EngineError(
    'model_not_found',
    `${repository ?? what} is gated: its makers ask you to agree to their terms first, at ${page}. Agree there, download the files with your account, and import their folder here.`,
    { details: { ...details, isGated: true } },
  );
}

function describeAbsence(
  status: number,
  errorCode: string | undefined,
  { repository, what }: Asked,
) {
  const name = repository ?? what;
  if (errorCode === 'RepoNotFound')
    return `${name} is not on this hub, or it is private. Check the name, or import the files from a folder.`;
  if (errorCode === 'RevisionNotFound') return `${name} has no such revision on this hub.`;
  if (status === 401)
    return `${what} is private or does not exist: the hub answers the same for both. Check the name, or import the files from a folder.`;
  if (status === 403)
    return `${what} is private or requires you to accept terms on the hub. Import its files from a folder instead.`;
  if (status === 404 || status === 410) return `${what} is not on this hub. Check the name.`;
  return undefined;
}

/**
 * Whether the answer came from a server that the hub has sent us on to. Unknown where a stand-in
 * for a hub tells no address.
 */
function isFromElsewhere({ url }: Response, hub: Hub): boolean {
  return url !== '' && new URL(url).origin !== new URL(hub.url).origin;
}

/** 416 is not a refusal: it concerns the range. */
function isRefusal(status: number): boolean {
  return status >= 400 && status < 500 && status !== 416;
}

function describeFailure({ status, url }: Response, { hub, what }: Asked): string {
  if (status === 429)
    return 'the hub had too many requests from this network. Try again in a few minutes.';
  const host = new URL(url || hub.url).host;
  return isRefusal(status)
    ? `${host} refused ${what} (${status}).`
    : `the hub answered ${status} for ${what}.`;
}

/**
 * From `Retry-After` (seconds or a date); where a hub leaves it out, from the draft standard's
 * `RateLimit`, whose `t` is the seconds until it resets.
 */
function readPause({ status, headers }: Response): ErrorDetails {
  const after = headers.get('retry-after');
  const limit = status === 429 ? /\bt=(\d+)/.exec(headers.get('ratelimit') ?? '')?.[1] : undefined;
  const seconds = Number(after ?? limit ?? Number.NaN);
  const ms = Number.isNaN(seconds) && after ? Date.parse(after) - Date.now() : seconds * 1000;
  return Number.isFinite(ms) ? { retryAfterMs: Math.max(0, ms) } : {};
}
