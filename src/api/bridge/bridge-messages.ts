/**
 * What crosses a MessagePort so that a request is answered elsewhere: from the service worker to a
 * page, and from a site's frame to the one who answers. Each request has a port of its own, so that
 * there is none to lose when the service worker is ended and started again.
 */

/** What is known of a request before it is sent. */
export interface WantedAnswer {
  /** Relative to the studio's own address, without a slash at the beginning: `v1/models`. */
  path: string;
  /** The model that it names. */
  model?: string;
}

/** Asks a page how well it could answer; it posts a `PageOffer` to the port. */
export interface PageQuestion {
  type: 'api-ask';
  wanted: WantedAnswer;
  port: MessagePort;
}

/** The higher the rank, the sooner a page is given the request. */
export interface PageOffer {
  rank: number;
}

export interface BridgedRequest {
  type: 'api-request';
  /** As in `WantedAnswer`, with the query. */
  path: string;
  method: string;
  headers: readonly [name: string, value: string][];
  /** See `body-port.ts`. */
  body: MessagePort | null;
  /** Takes one `BridgedAnswer`; a message that comes back from there means that nobody waits any more. */
  port: MessagePort;
}

export type BridgedAnswer =
  | {
      type: 'api-response';
      status: number;
      headers: readonly [name: string, value: string][];
      body: MessagePort | null;
    }
  | { type: 'api-failure'; message: string };

export type BridgeMessage = PageQuestion | BridgedRequest;

export function isBridgeMessage(data: unknown): data is BridgeMessage {
  if (typeof data !== 'object' || data === null || !('type' in data)) return false;
  return data.type === 'api-ask' || data.type === 'api-request';
}

/** A page, a window or a port: whatever takes messages together with ports. */
export interface BridgeTarget {
  postMessage(message: unknown, transfer: Transferable[]): void;
}
