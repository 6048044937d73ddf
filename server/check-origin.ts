import { ApiError } from '../src/api/http/api-error.ts';
import { isAllowedHost } from './allowed-hosts.ts';

/** Whom the server answers. */
export interface Doors {
  /** Names that it is reached under, besides addresses and `localhost`. */
  names: readonly string[];
  /** Origins of other pages that may use the API. */
  origins: readonly string[];
}

/**
 * Refuses what a page of another site has sent from a browser on this machine: its name need only
 * lead to this address to be let in by the browser, and no key would stop it. Throws
 * `host_not_allowed`.
 */
export function checkOrigin({ headers }: Request, { names, origins }: Doors): void {
  const host = headers.get('host') ?? '';
  if (!isAllowedHost(host, names))
    throw new ApiError(
      'host_not_allowed',
      `This server does not answer under "${host}". Name it in TRIPTYCH_NAMES, or use its address.`,
    );
  const origin = headers.get('origin');
  if (origin !== null && hostOf(origin) !== host && !origins.includes(origin))
    throw new ApiError(
      'host_not_allowed',
      `Pages of ${origin} may not use this server. Ask from the server's own pages, or from a program, or name them in TRIPTYCH_ORIGINS.`,
    );
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
