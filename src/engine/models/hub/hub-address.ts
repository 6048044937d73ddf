/** The address of a hub, or what is wrong with it, as a sentence. */
export type HubAddress = { url: string; origin: string } | { error: string };

/**
 * The base URL of a hub without a slash at the end, and its origin, which goes into the content
 * security policy: nothing is let through that would mean something there.
 */
export function readHubAddress(text: string): HubAddress {
  return readServerAddress(text, 'A hub address');
}

/** The same for any server that a person may name; `what` begins sentences about it. */
export function readServerAddress(text: string, what: string): HubAddress {
  const trimmed = text.trim();
  const url = URL.parse(trimmed);
  if (!url || !/^https?:$/.test(url.protocol))
    return {
      error: `"${trimmed}" is not a server address: it must start with https:// or http://.`,
    };
  if (url.username || url.password)
    return {
      error: `${what} cannot contain a user name or a password: they would be kept in plain text.`,
    };
  if (url.search || url.hash) return { error: `${what} cannot contain "?" or "#".` };
  const odd = /[\s;,*'"\\]/.exec(trimmed)?.[0];
  if (odd !== undefined)
    return { error: `${what} cannot contain ${odd.trim() ? `"${odd}"` : 'spaces'}.` };
  if (!HOST.test(url.hostname))
    return { error: `"${url.hostname}" is not a server name: use letters, digits, "-" and ".".` };
  return { url: url.href.replace(/\/+$/, ''), origin: url.origin };
}

/** Names and IPv4 addresses: the policy has no form for others. */
const HOST = /^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?$/;

/** Whether this is the origin of a hub, as `readHubAddress` gives it. */
export function isHubOrigin(value: unknown): value is string {
  if (typeof value !== 'string') return false;
  const address = readHubAddress(value);
  return 'origin' in address && address.origin === value;
}
