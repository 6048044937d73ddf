import { isBridgeMessage } from '../../api/bridge/bridge-messages.ts';
import type { Studio } from '../studio.ts';

/**
 * Answers what the service worker passes on. What that takes is loaded with the first request; where
 * it cannot be, nobody answers, and the service worker says so.
 */
export function listenForRequests(studio: Studio): void {
  navigator.serviceWorker?.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (!isBridgeMessage(data)) return;
    void import('./tab-api.ts').then(
      ({ receiveFromServiceWorker }) => receiveFromServiceWorker(studio, data),
      () => undefined,
    );
  });
}
