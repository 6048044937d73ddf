import { expect, it } from 'vitest';
import { parseCompanionUrl } from './companion-address.ts';

it.each([
  ['', ''],
  ['http://127.0.0.1:4174/', 'http://127.0.0.1:4174'],
  ['localhost:4174', 'http://localhost:4174'],
  ['192.168.1.20:4174', 'http://192.168.1.20:4174'],
  ['gpu-box:4174', 'http://gpu-box:4174'],
  ['gpu.example.org', 'https://gpu.example.org'],
  ['https://example.org/triptych/', 'https://example.org/triptych'],
])('%j is %j', (text, url) => expect(parseCompanionUrl(text)).toEqual({ url }));

it.each([
  'ftp://gpu-box',
  'https://me:secret@gpu-box',
  'https://x.example;sandbox',
  'https://*.example',
  'https://gpu-box/?key=1',
  'javascript:alert(1)',
])('%s is refused in a sentence', (text) =>
  expect(parseCompanionUrl(text)).toEqual({ error: expect.stringMatching(/\.$/) }),
);
