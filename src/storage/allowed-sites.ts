import * as z from 'zod/mini';
import { parseJson } from '../engine/parse-json.ts';
import type { TextStorage } from './settings.ts';

/** The origins of other sites that may use the models, because the person allowed it. */
export interface AllowedSites {
  list(): readonly string[];
  allow(origin: string): void;
  revoke(origin: string): void;
}

const KEY = 'triptych.allowed-sites';
const sitesSchema = z.catch(z.array(z.string()), []);

/** Read again each time: another page may have changed it. */
export function createAllowedSites(storage: TextStorage | undefined): AllowedSites {
  const list = () => sitesSchema.parse(parseJson(storage?.getItem(KEY)));
  const write = (origins: readonly string[]) => {
    try {
      storage?.setItem(KEY, JSON.stringify(origins));
    } catch {
      // Full or denied: then the person is asked again, which is all that can be done.
    }
  };
  return {
    list,
    allow: (origin) => write([...list().filter((each) => each !== origin), origin]),
    revoke: (origin) => write(list().filter((each) => each !== origin)),
  };
}

/**
 * Whether a site can be allowed at all: pages without an origin of their own (`null`: files,
 * sandboxed frames) could be anyone's.
 */
export function isSite(origin: string): boolean {
  const url = URL.parse(origin);
  return url !== null && /^https?:$/.test(url.protocol) && url.origin === origin;
}
