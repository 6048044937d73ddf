/** The hash under which the page is the small window instead of another site's frame. */
export const WINDOW_HASH = '#window';

/** From another site's page to the frame; a port for requests comes with it. */
export interface ConnectMessage {
  type: 'triptych-connect';
}

/** To the site on that port, before any answer: from the frame, then from the small window. */
export type SiteNews =
  { type: 'triptych-heard' } | { type: 'triptych-connected' } | { type: 'triptych-denied' };

/** From the frame to the site: the window is closed, the port is dead. */
export interface ClosedMessage {
  type: 'triptych-closed';
}

/** Between the frame and the small window, which are of one origin. */
export type WindowMessage =
  /** The window listens. */
  | { type: 'embed-ready' }
  /** Whom it is for; the site's port comes with it. */
  | { type: 'embed-site'; site: string }
  | { type: 'embed-state'; status: 'connected' | 'denied' };

/** Whether a message has one of these types. */
export function isMessage<T extends string>(
  data: unknown,
  ...types: readonly T[]
): data is { type: T } {
  if (typeof data !== 'object' || data === null || !('type' in data)) return false;
  return types.some((type) => type === data.type);
}
