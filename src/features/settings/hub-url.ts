import { readHubAddress } from '../../engine/models/hub/hub-address.ts';

/**
 * The base URL of a hub as someone typed it, without a slash at the end; '' for the public one. Or
 * what is wrong with it, as a sentence.
 */
export function parseHubUrl(text: string): { url?: string; error?: string } {
  if (text.trim() === '') return { url: '' };
  const address = readHubAddress(text);
  if ('error' in address) return address;
  const { protocol, hostname } = new URL(address.url);
  const isLocal = /^(localhost|127\.0\.0\.1)$/.test(hostname);
  if (protocol === 'http:' && location.protocol === 'https:' && !isLocal)
    return { error: 'This page was loaded over https, so the hub must use https too.' };
  return { url: address.url };
}
