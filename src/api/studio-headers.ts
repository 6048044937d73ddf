/**
 * The one place that says which headers the studio is served with: dev, preview, `npm start`,
 * `_headers` and the service worker take them from here.
 */

/**
 * Hubs that weights may come from besides the studio's own origin. A download redirects to the
 * others, and the policy is asked there as well.
 */
export const HUB_ORIGINS: readonly string[] = [
  'https://huggingface.co',
  'https://*.huggingface.co',
  'https://*.hf.co',
];

/** Where web-llm's list has the compiled kernels of its models. */
const KERNEL_ORIGINS = ['https://raw.githubusercontent.com'];

/**
 * Nothing runs, loads or talks but the origin itself; the hub alone may be asked for weights, and
 * a hub and a companion that the user chooses (workers/allowed-origins.ts). No other page may frame the studio.
 */
export function contentSecurityPolicy(
  hubOrigins: readonly string[] = HUB_ORIGINS,
  frameAncestors = "'none'",
): string {
  const directives: Record<string, readonly string[]> = {
    'default-src': ["'self'"],
    'script-src': ["'self'", "'wasm-unsafe-eval'"],
    'style-src': ["'self'"],
    'img-src': ["'self'", 'data:', 'blob:'],
    'media-src': ["'self'", 'blob:'],
    'connect-src': ["'self'", ...hubOrigins, ...KERNEL_ORIGINS],
    'worker-src': ["'self'"],
    'object-src': ["'none'"],
    'base-uri': ["'none'"],
    'form-action': ["'none'"],
    'frame-ancestors': [frameAncestors],
  };
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources.join(' ')}`)
    .join('; ');
}

/** Cross-origin isolation gives wasm its threads; the rest keeps others out. */
export const ISOLATION_HEADERS: Readonly<Record<string, string>> = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

export function studioHeaders(policy = contentSecurityPolicy()): Record<string, string> {
  return {
    ...ISOLATION_HEADERS,
    'Content-Security-Policy': policy,
    'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
  };
}

/** The one page that other sites may frame, and the script that they load for it. */
export const EMBED_PAGE = 'embed.html';
const EMBED_SCRIPT = 'embed.js';

/**
 * What differs for a file that other sites load; `null`: not that header. The page's own window must
 * know the frame that opened it, so it is not isolated.
 */
function embedHeaders(path: string): Readonly<Record<string, string | null>> | undefined {
  const shared = { 'Cross-Origin-Resource-Policy': 'cross-origin' };
  if (path === EMBED_SCRIPT) return { ...shared, 'Access-Control-Allow-Origin': '*' };
  if (path !== EMBED_PAGE) return undefined;
  return {
    ...shared,
    'Content-Security-Policy': contentSecurityPolicy(HUB_ORIGINS, '*'),
    'Cross-Origin-Opener-Policy': null,
  };
}

/** The headers of one file, whose path is relative to the studio's address. */
export function headersOf(path: string): Record<string, string> {
  const headers: Record<string, string | null> = { ...studioHeaders(), ...embedHeaders(path) };
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
  );
}

/** Files with a hash in their name never change; everything else is asked for again. */
export const IMMUTABLE = 'public, max-age=31536000, immutable';

/**
 * The `_headers` file that Netlify, Cloudflare Pages and others read. A line with `!` takes a header
 * of an earlier rule away; a host that does not know it keeps both, and then no site can frame the
 * page.
 */
export function formatHeadersFile(): string {
  const lines = Object.entries(studioHeaders()).map(([name, value]) => `  ${name}: ${value}`);
  const embed = [EMBED_PAGE, EMBED_SCRIPT].flatMap((path) => [
    `/${path}`,
    ...Object.entries(embedHeaders(path) ?? {}).flatMap(([name, value]) => [
      `  ! ${name}`,
      ...(value === null ? [] : [`  ${name}: ${value}`]),
    ]),
  ]);
  return ['/*', ...lines, ...embed, '/assets/*', `  Cache-Control: ${IMMUTABLE}`, ''].join('\n');
}
