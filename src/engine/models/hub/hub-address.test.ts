import { describe, expect, it } from 'vitest';
import { isHubOrigin, readHubAddress } from './hub-address.ts';

const ORIGIN = /^https?:\/\/[a-z0-9._-]+(?::\d+)?$/;

describe('the address of a hub', () => {
  it.each([
    ['https://hub.example/', 'https://hub.example', 'https://hub.example'],
    [' http://localhost:4173/hub/ ', 'http://localhost:4173/hub', 'http://localhost:4173'],
    ['https://bücher.example', 'https://xn--bcher-kva.example', 'https://xn--bcher-kva.example'],
    ['HTTPS://127.0.0.1', 'https://127.0.0.1', 'https://127.0.0.1'],
  ])('%s is %s', (text, url, origin) => {
    expect(readHubAddress(text)).toEqual({ url, origin });
    expect(isHubOrigin(origin)).toBe(true);
  });

  it.each([
    'https://x.example;sandbox',
    'https://x.example,y.example',
    'https://*.example',
    'https://*',
    "https://'unsafe-inline'",
    'https://x.example /hub',
    'https://x.example/a;b',
    'https://user@x.example',
    'https://user:secret@x.example',
    'https://[::1]:4173',
    'javascript:alert(1)',
    'data:text/html,x',
    'blob:https://x.example/1',
    'https://',
    'x.example',
    '',
  ])('%s is none', (text) => {
    expect(readHubAddress(text)).toHaveProperty('error', expect.stringMatching(/\.$/));
  });

  it('never gives an origin that means anything else in a policy', () => {
    for (let code = 0; code < 0x300; code++)
      for (const text of [
        `https://x${String.fromCodePoint(code)}y.example`,
        `https://x.example${String.fromCodePoint(code)}sandbox`,
      ]) {
        const address = readHubAddress(text);
        if ('origin' in address) expect(address.origin).toMatch(ORIGIN);
      }
  });

  it.each([null, 5, {}, 'https://x.example/', "https://x; script-src 'unsafe-inline'", ''])(
    '%j is not an origin',
    (value) => expect(isHubOrigin(value)).toBe(false),
  );
});
