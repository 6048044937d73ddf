import { expect, it } from 'vitest';
import { contentSecurityPolicy, formatHeadersFile, headersOf } from './studio-headers.ts';

/** As a browser matches a host source: `*.` stands for one or more labels. */
function allows(policy: string, url: string): boolean {
  const { origin, protocol, host } = new URL(url);
  const sources = /connect-src ([^;]+)/.exec(policy)?.[1]?.split(' ') ?? [];
  const matches = (source: string) => {
    const [scheme, name = ''] = source.split('//');
    return (
      source === origin ||
      (scheme === protocol && name.startsWith('*.') && host.endsWith(name.slice(1)))
    );
  };
  return sources.some(matches);
}

it.each([
  'https://huggingface.co/api/models/a/b',
  'https://cdn-lfs.huggingface.co/repos/x',
  'https://cdn-lfs-us-1.huggingface.co/repos/x',
  'https://us.aws.cdn.hf.co/x',
  'https://us.gcp.cdn.hf.co/x',
  'https://cas-bridge.xethub.hf.co/x',
])('the policy allows %s', (url) => {
  expect(allows(contentSecurityPolicy(), url)).toBe(true);
  expect(allows(formatHeadersFile(), url)).toBe(true);
});

it.each([
  'https://evil-huggingface.co/x',
  'https://hf.co.evil.example/x',
  'http://cdn-lfs.huggingface.co/x',
])('the policy forbids %s', (url) => expect(allows(contentSecurityPolicy(), url)).toBe(false));

it('lets other sites frame one page, and load its script', () => {
  const framed = (path: string) =>
    headersOf(path)['Content-Security-Policy']?.split('frame-ancestors ')[1];
  expect(framed('embed.html')).toBe('*');
  for (const path of ['', 'index.html', 'embed.js', 'embed.html/', 'assets/embed.html'])
    expect(framed(path)).toBe("'none'");
  const shared = (path: string) => headersOf(path)['Cross-Origin-Resource-Policy'];
  expect(['embed.html', 'embed.js', 'index.html'].map(shared)).toEqual([
    'cross-origin',
    'cross-origin',
    'same-origin',
  ]);
  expect(headersOf('embed.html')).not.toHaveProperty('Cross-Origin-Opener-Policy');
  expect(headersOf('embed.js')).toMatchObject({ 'Access-Control-Allow-Origin': '*' });
});
