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
  | { type: 'allow-hub'; origin: string | null }
  /** The same for a companion server. */
  | { type: 'allow-companion'; origin: string | null }
  /** The page is answering a request of the API: stay to pass it on. */
  | { type: 'api-alive' };

/** Where the service worker keeps runtimes. */
export const RUNTIME_CACHE = 'triptych-runtimes';

/**
 * Where the studio's server has the API itself, its page says so (`<meta name="triptych-api"
 * content="server">`), and registers the service worker under an address of its own, which it still
 * knows after it has been ended: then it leaves the API's routes alone.
 */
const SERVER_API = 'api=server';

export function nameServiceWorker(isServerApi: boolean): string {
  return isServerApi ? `service-worker.js?${SERVER_API}` : 'service-worker.js';
}

export function isAnsweredByServer(address: string): boolean {
  return new URL(address).search === `?${SERVER_API}`;
}
