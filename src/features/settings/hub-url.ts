/**
 * The base URL of a hub as someone typed it, without a slash at the end; '' for the public one. Or
 * what is wrong with it, as a sentence.
 */
export function parseHubUrl(text: string): { url?: string; error?: string } {
  const trimmed = text.trim();
  if (trimmed === '') return { url: '' };
  const url = URL.parse(trimmed);
  if (!url || !/^https?:$/.test(url.protocol))
    return {
      error: `"${trimmed}" is not a server address: it must start with https:// or http://.`,
    };
  if (url.search || url.hash) return { error: 'A hub address cannot contain "?" or "#".' };
  const isLocal = /^(localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname);
  if (url.protocol === 'http:' && location.protocol === 'https:' && !isLocal)
    return { error: 'This page was loaded over https, so the hub must use https too.' };
  return { url: url.href.replace(/\/+$/, '') };
}
