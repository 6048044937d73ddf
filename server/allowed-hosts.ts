import type { MiddlewareHandler } from 'hono';

/**
 * Whether a `Host` header names this machine, or a name it was given. A page of another site can
 * have its own name lead here (DNS rebinding), but it cannot ask under an address or under
 * `localhost`.
 */
export function isAllowedHost(header: string, names: readonly string[]): boolean {
  const host = header.toLowerCase().replace(/:\d*$/, '').replace(/\.$/, '');
  const isAddress = /^\d{1,3}(?:\.\d{1,3}){3}$/.test(host) || /^\[[0-9a-f:.]+\]$/.test(host);
  const isLocal = host === 'localhost' || host.endsWith('.localhost');
  return isAddress || isLocal || names.some((name) => name.toLowerCase() === host);
}

/** Refuses requests under names that nobody gave this server, with 421. */
export function refuseOtherHosts(names: readonly string[]): MiddlewareHandler {
  return async (c, next) => {
    const host = c.req.header('host') ?? new URL(c.req.url).host;
    if (isAllowedHost(host, names)) return next();
    return c.text(
      `This server does not answer under "${host}". Name it in TRIPTYCH_NAMES, or use its address.`,
      421,
    );
  };
}
