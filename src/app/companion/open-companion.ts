import { connectCompanion } from '../../engine-client/companion/companion-connection.ts';
import {
  openCompanionLink,
  type CompanionLink,
} from '../../engine-client/companion/companion-link.ts';
import type { CompanionState } from '../../engine-client/companion/companion-state.ts';
import type { WritableObservable } from '../../engine-client/observable.ts';
import { createCompanionAccess } from '../../storage/companion-access.ts';
import type { CompanionParts } from './companion.ts';

/** A browser without service workers, or one that takes its time, must not keep a check from beginning. */
const ALLOWED_WITHIN_MS = 10_000;

/** Connects the companion to what a page has. */
export function openCompanion(
  { textStorage, values, serviceWorker }: CompanionParts,
  state: WritableObservable<CompanionState>,
  ownUrl: string,
): Promise<CompanionLink> {
  return openCompanionLink({
    state,
    ownUrl,
    connection: connectCompanion(),
    access: createCompanionAccess(textStorage, values),
    allow: (url) =>
      Promise.race([
        serviceWorker.allowCompanion(url),
        new Promise<void>((resolve) => setTimeout(resolve, ALLOWED_WITHIN_MS)),
      ]),
    isWatched: () => document.visibilityState === 'visible',
    onWake(listener) {
      addEventListener('online', listener);
      document.addEventListener('visibilitychange', () => {
        if (document.visibilityState === 'visible') listener();
      });
    },
  });
}
