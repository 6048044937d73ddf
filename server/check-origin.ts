import { ApiError } from '../src/api/http/api-error.ts';
import { isLoopback } from './config.ts';

/**
 * Refuses what a page of another site has sent from a browser on this machine: its name need only
 * lead to this address to be let in by the browser, and no key would stop it. Throws
 * `host_not_allowed`.
 */
export function checkOrigin({ headers }: Request, listensOn: string): void {
  const host = headers.get('host') ?? '';
  if (isLoopback(listensOn) && !isLoopback(host.replace(/:\d+$/, '')))
    throw new ApiError(
      'host_not_allowed',
      `This server answers as localhost, not as "${host}". Ask http://localhost or set TRIPTYCH_HOST.`,
    );
  const origin = headers.get('origin');
  if (origin !== null && hostOf(origin) !== host)
    throw new ApiError(
      'host_not_allowed',
      `Pages of ${origin} may not use this server. Ask from the server's own pages, or from a program.`,
    );
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
