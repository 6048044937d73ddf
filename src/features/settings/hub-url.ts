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
      error: `"${trimmed}" is no address of a server: it must begin with https:// or http://.`,
    };
  if (url.search || url.hash) return { error: 'The address of a hub has no "?" and no "#" in it.' };
  const isLocal = /^(localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname);
  if (url.protocol === 'http:' && location.protocol === 'https:' && !isLocal)
    return { error: 'A page that came over https may only ask servers over https.' };
  return { url: url.href.replace(/\/+$/, '') };
}
