import { readServerAddress } from '../../../engine/models/hub/hub-address.ts';

const LOCAL =
  /^(?:localhost|127(?:\.\d+){3}|10(?:\.\d+){3}|192\.168(?:\.\d+){2}|[^.:/]+)(?:[:/]|$)/i;

/**
 * The address of a companion as someone typed it, without a slash at the end; '' for none. Or what is
 * wrong with it, as a sentence. Without a scheme, machines nearby are asked over http.
 */
export function parseCompanionUrl(text: string): { url?: string; error?: string } {
  const typed = text.trim();
  if (typed === '') return { url: '' };
  const hasScheme = /^[a-z][a-z\d+.-]*:\/\//i.test(typed);
  const whole = hasScheme ? typed : `${LOCAL.test(typed) ? 'http' : 'https'}://${typed}`;
  const address = readServerAddress(whole, 'The address of a companion');
  return 'error' in address ? { error: address.error } : { url: address.url };
}
