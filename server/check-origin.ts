import { ApiError } from '../src/api/http/api-error.ts';
import { isAllowedHost } from './allowed-hosts.ts';

/** Who may be asked for, and by whom. */
export interface AllowedOrigins {
  /** Names that the server is reached under, besides addresses and `localhost`. */
  names: readonly string[];
  /** Of pages of other sites that may use the API; `*`: all. */
  origins: readonly string[];
}

/**
 * Refuses what a page of another site has sent from a browser on this machine, unless it was allowed
 * to: its name need only lead to this address to be let in by the browser, and no key would stop it.
 * Throws `host_not_allowed`.
 */
export function checkOrigin(
  { headers }: Pick<Request, 'headers'>,
  { names, origins }: AllowedOrigins,
): void {
  const host = headers.get('host') ?? '';
  if (!isAllowedHost(host, names))
    throw new ApiError(
      'host_not_allowed',
      `This server does not answer under "${host}". Name it in TRIPTYCH_NAMES, or use its address.`,
    );
  const origin = headers.get('origin');
  if (origin !== null && isFromElsewhere({ headers }) && !isAllowedOrigin(origin, origins))
    throw new ApiError(
      'host_not_allowed',
      `Pages of ${origin} may not use this server. Name it in TRIPTYCH_ORIGINS, or ask from the server's own pages.`,
    );
}

export function isAllowedOrigin(origin: string, origins: readonly string[]): boolean {
  return origins.includes(origin) || origins.includes('*');
}

/** Whether a page of another site asks, and not a program or a page of this server. */
export function isFromElsewhere({ headers }: Pick<Request, 'headers'>): boolean {
  const origin = headers.get('origin');
  return origin !== null && hostOf(origin) !== (headers.get('host') ?? '');
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
