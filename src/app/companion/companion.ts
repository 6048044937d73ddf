import type { CompanionLink } from '../../engine-client/companion/companion-link.ts';
import {
  NO_COMPANION,
  type CompanionState,
} from '../../engine-client/companion/companion-state.ts';
import { createObservable, type Observable } from '../../engine-client/observable.ts';
import { once } from '../../engine/once.ts';
import { readCompanionUrl } from '../../storage/companion-access.ts';
import type { TextStorage } from '../../storage/settings.ts';
import type { Values } from '../../storage/values.ts';
import { isServerApi } from '../is-server-api.ts';
import type { ServiceWorkerClient } from '../service-worker-client.ts';

/** The server that computes for this page, if a person has one. */
export interface Companion {
  readonly state: Observable<CompanionState>;
  /** Follows it from the first call on; all later ones give the same. The code is loaded with it. */
  open(): Promise<CompanionLink>;
}

export interface CompanionParts {
  textStorage: TextStorage | undefined;
  values: Values;
  serviceWorker: Pick<ServiceWorkerClient, 'allowCompanion'>;
}

/** What was typed comes before the server that the page comes from. */
export function createCompanion(parts: CompanionParts): Companion {
  const typed = readCompanionUrl(parts.textStorage);
  const ownUrl = isServerApi() ? new URL('.', document.baseURI).href.replace(/\/$/, '') : '';
  const url = typed || ownUrl;
  const state = createObservable<CompanionState>({
    ...NO_COMPANION,
    url,
    isOwn: typed === '' && ownUrl !== '',
    status: url === '' ? 'none' : 'checking',
  });
  const open = once(async () => {
    const { openCompanion } = await import('./open-companion.ts');
    return openCompanion(parts, state, ownUrl);
  });
  return { state, open };
}
