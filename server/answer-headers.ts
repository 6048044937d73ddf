import type { MiddlewareHandler } from 'hono';
import { cors } from 'hono/cors';
import { secureHeaders } from 'hono/secure-headers';
import { isAllowedOrigin } from './check-origin.ts';

/** What a page may read of an answer, besides its body. */
const EXPOSED_HEADERS = [
  'Retry-After',
  'X-Request-Id',
  'X-Should-Retry',
  'X-Triptych-Node',
  'X-Warnings',
  ...['Requests', 'Tokens', 'Pictures', 'Speech-Seconds'].flatMap((unit) =>
    ['Limit', 'Remaining', 'Reset'].map((what) => `X-RateLimit-${what}-${unit}`),
  ),
];

/** Lets the pages of some sites ask, and answers their browsers' questions whether they may. */
export function answerOrigins(origins: readonly string[]): MiddlewareHandler {
  return cors({
    origin: (origin) => (isAllowedOrigin(origin, origins) ? origin : null),
    allowMethods: ['GET', 'POST'],
    exposeHeaders: EXPOSED_HEADERS,
    maxAge: 600,
  });
}

/**
 * What an answer says to a browser that was led to open it as a page: run nothing, guess nothing, be
 * in nobody's frame. Headers that the answer has already stay. Whether names are only reached by TLS
 * (HSTS) is said by whoever ends it, in front of this server.
 */
export function protectAnswers(): MiddlewareHandler {
  return secureHeaders({
    overwrite: false,
    strictTransportSecurity: false,
    // The policy says who may frame what; `embed.html` is for everyone.
    xFrameOptions: false,
    // The studio's files say themselves whether they are isolated.
    crossOriginOpenerPolicy: false,
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      frameAncestors: ["'none'"],
      sandbox: [],
    },
  });
}
