import { del, get, set } from 'idb-keyval';
import { readServerAddress } from '../engine/models/hub/hub-address.ts';
import type { TextStorage } from './settings.ts';
import type { Values } from './values.ts';

/**
 * Where a companion is and what opens it. Neither is a setting: whoever restores a backup must not
 * find that questions go to somebody else's server.
 */
export interface CompanionAccess {
  /** Without a slash at the end; empty for none. */
  writeUrl(url: string): void;
  /** Empty for none. Where the browser keeps nothing, what was written lasts as long as the page. */
  readKey(): Promise<string>;
  writeKey(key: string): Promise<void>;
}

const URL_KEY = 'triptych.companion';
/** Among the values, beside the key that signs pictures: in no backup, and deleted with everything. */
const SECRET_KEY = 'companion-key';

/** The address that a person has given; empty for none. */
export function readCompanionUrl(storage: TextStorage | undefined): string {
  const address = readServerAddress(storage?.getItem(URL_KEY) ?? '', 'It');
  return 'url' in address ? address.url : '';
}

export function createCompanionAccess(
  storage: TextStorage | undefined,
  values: Values,
): CompanionAccess {
  let ofThisPage = '';
  return {
    writeUrl(url) {
      try {
        if (url) storage?.setItem(URL_KEY, url);
        else storage?.removeItem(URL_KEY);
      } catch {
        // Full or denied: it holds for this visit, which is all that can be done.
      }
    },
    async readKey() {
      const kept: unknown = await get(SECRET_KEY, values).catch(() => ofThisPage);
      return typeof kept === 'string' ? kept : '';
    },
    async writeKey(key) {
      ofThisPage = key;
      const writing = key ? set(SECRET_KEY, key, values) : del(SECRET_KEY, values);
      await writing.catch(() => undefined);
    },
  };
}
