import { networkInterfaces } from 'node:os';
import ipaddr from 'ipaddr.js';

/** Addresses that are in no block for special use, but lead to machinery of a data centre. */
const INNER_ADDRESSES = [
  // Azure's agent of each machine.
  '168.63.129.16',
];

/** What IANA has given out of IPv6; the rest is reserved. */
const GLOBAL_IPV6 = ipaddr.parseCIDR('2000::/3');

/**
 * Whether an IP address is one of the public internet: neither of this machine, nor of a private
 * network, nor set aside for anything else, also where IPv6 wraps such an address (RFC 6890 and
 * IANA's registries of special-purpose addresses). `own`: addresses of this machine, whose services
 * listen there as well.
 */
export function isPublicAddress(text: string, own = listOwnAddresses()): boolean {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.process(text);
  if (address.range() !== 'unicast') return false;
  if (address.kind() === 'ipv6' && !address.match(GLOBAL_IPV6)) return false;
  return ![...INNER_ADDRESSES, ...own].some(
    (inner) => ipaddr.process(inner).toNormalizedString() === address.toNormalizedString(),
  );
}

function listOwnAddresses(): string[] {
  return Object.values(networkInterfaces()).flatMap((entries = []) =>
    entries.map(({ address }) => address),
  );
}
