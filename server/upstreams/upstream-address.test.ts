import { expect, it } from 'vitest';
import { parseUpstream, readUpstreams } from './upstream-address.ts';

it.each([
  [
    'http://127.0.0.1:8000',
    { name: '127.0.0.1-8000', kind: 'openai', url: 'http://127.0.0.1:8000' },
  ],
  ['big=http://rack:8000/v1/', { name: 'big', kind: 'openai', url: 'http://rack:8000' }],
  ['a1111=sdapi+https://gpu/sd', { name: 'a1111', kind: 'sdapi', url: 'https://gpu/sd' }],
  ['six=openai+http://[::1]:1/v1', { name: 'six', kind: 'openai', url: 'http://[::1]:1' }],
])('reads %s', (text, address) => {
  expect(parseUpstream(text)).toEqual(address);
});

it.each([
  ['ftp://host', 'has no address'],
  ['nonsense', 'has no address'],
  ['http://[::1]:1', 'is not a valid name'],
  ['x=grpc+http://host', '"grpc"'],
  ['x=http://me:secret@host', 'TRIPTYCH_UPSTREAM_X_KEY'],
])('refuses %s with a sentence', (text, part) => {
  expect(() => parseUpstream(text)).toThrow(part);
});

it('takes the key of each from its own variable', () => {
  const environment = { TRIPTYCH_UPSTREAM_MY_BOX_KEY: 'sesame' };
  expect(readUpstreams(['my-box=http://host', 'other=http://host'], environment)).toEqual([
    { name: 'my-box', kind: 'openai', url: 'http://host', key: 'sesame' },
    { name: 'other', kind: 'openai', url: 'http://host' },
  ]);
});
