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
 * one that the user chooses (workers/allowed-hub.ts).
 */
export function contentSecurityPolicy(hubOrigins: readonly string[] = HUB_ORIGINS): string {
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
    'frame-ancestors': ["'none'"],
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

/** Files with a hash in their name never change; everything else is asked for again. */
export const IMMUTABLE = 'public, max-age=31536000, immutable';

/** The `_headers` file that Netlify, Cloudflare Pages and others read. */
export function formatHeadersFile(): string {
  const lines = Object.entries(studioHeaders()).map(([name, value]) => `  ${name}: ${value}`);
  return ['/*', ...lines, '/assets/*', `  Cache-Control: ${IMMUTABLE}`, ''].join('\n');
}
