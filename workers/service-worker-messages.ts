/** What a page may ask of the service worker. */
export type ServiceWorkerMessage =
  /** Put the waiting version in charge; the page that asked reloads itself. */
  | { type: 'activate-update' }
  /**
   * Keep these runtimes, which the page has loaded, for offline use. They are large, so not before
   * the first answer is there. `only-if-cached`: what is not at hand is not fetched again.
   */
  | { type: 'keep-runtimes'; urls: readonly string[]; cache: 'force-cache' | 'only-if-cached' }
  /**
   * Let the page talk to one more hub besides those that the policy names, or to none (`null`).
   * Answered on the port that comes with it.
   */
  | { type: 'allow-hub'; origin: string | null };

/** Where the service worker keeps runtimes. */
export const RUNTIME_CACHE = 'triptych-runtimes';
