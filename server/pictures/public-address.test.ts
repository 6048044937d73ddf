import { expect, it } from 'vitest';
import { isPublicAddress } from './public-address.ts';

it.each(['8.8.8.8', '93.184.215.14', '2606:4700:4700::1111', '::ffff:8.8.8.8'])(
  '%s is public',
  (address) => expect(isPublicAddress(address)).toBe(true),
);

it.each([
  ['this machine', ['127.0.0.1', '127.8.8.8', '0.0.0.0', '::1', '::']],
  ['a private network', ['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', 'fd00::1']],
  ['the link', ['169.254.1.1', 'fe80::1', 'fe80::1%eth0']],
  ['a provider’s network', ['100.64.0.1', '100.127.255.255']],
  ['metadata of a cloud', ['169.254.169.254', '100.100.100.200', '192.0.0.192', 'fd00:ec2::254']],
  ['machinery of a cloud', ['168.63.129.16', '::ffff:168.63.129.16']],
  ['many', ['224.0.0.1', '255.255.255.255', 'ff02::1']],
  ['IPv4 within IPv6', ['::ffff:127.0.0.1', '::ffff:7f00:1', '::127.0.0.1', '::ffff:a00:1']],
  ['a translator', ['64:ff9b::7f00:1', '64:ff9b:1::a00:1', '2002:7f00:1::', '2001::1']],
  ['nobody', ['198.18.0.1', '203.0.113.1', '240.0.0.1', '2001:db8::1', 'fec0::1', '4000::1']],
  ['no address', ['', 'localhost', '8.8.8.8.8', '127.1 ', '8.8.8.8/32']],
])('an address of %s is not', (_, addresses) => {
  for (const address of addresses)
    expect([address, isPublicAddress(address)]).toEqual([address, false]);
});

it('an address of this machine is not, whatever its block', () => {
  const own = ['93.184.215.15', 'fe80::1'];
  expect(isPublicAddress('93.184.215.15', own)).toBe(false);
  expect(isPublicAddress('::ffff:93.184.215.15', own)).toBe(false);
  expect(isPublicAddress('93.184.215.14', own)).toBe(true);
});
