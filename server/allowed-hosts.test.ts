import { expect, it } from 'vitest';
import { isAllowedHost } from './allowed-hosts.ts';

it.each([
  'localhost',
  'LOCALHOST:4173',
  'studio.localhost',
  '127.0.0.1:4173',
  '192.168.1.7',
  '[::1]:4173',
  'den.lan:80',
  'localhost.',
])('answers under %s', (host) => expect(isAllowedHost(host, ['den.lan'])).toBe(true));

it.each([
  'evil.example',
  'localhost.evil.example:4173',
  '127.0.0.1.evil.example',
  'evil.example:localhost',
  '[evil.example]',
  '',
  'xlocalhost',
  'x.den.lan',
])('refuses "%s"', (host) => expect(isAllowedHost(host, ['den.lan'])).toBe(false));
