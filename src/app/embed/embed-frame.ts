import { createObservable, type Observable } from '../../engine-client/observable.ts';
import { isSite } from '../../storage/allowed-sites.ts';
import {
  isMessage,
  WINDOW_HASH,
  type ClosedMessage,
  type SiteNews,
  type WindowMessage,
} from './embed-messages.ts';

export type FrameState =
  /** No site has asked yet, or none that could be allowed. */
  | { status: 'idle' }
  /** `blocked`: the browser opened no window, or one that cannot be spoken to. */
  | { status: 'asking' | 'opened' | 'connected' | 'denied' | 'blocked'; site: string };

export interface EmbedFrame {
  state: Observable<FrameState>;
  /** Opens the small window; call it when a button is pressed. */
  open(): void;
}

const LOOKS_EVERY_MS = 500;

/**
 * The frame on another site's page. It runs nothing itself: in there the browser keeps the studio's
 * models away from it. It hands the site's port on to a window of the studio's own, which asks the
 * person.
 */
export function createEmbedFrame(): EmbedFrame {
  const state = createObservable<FrameState>({ status: 'idle' });
  let waiting: { site: string; port: MessagePort } | undefined;
  let opened: Window | null = null;

  addEventListener('message', (event: MessageEvent<unknown>) => {
    if (event.source === parent && parent !== window) receiveSite(event);
    else if (event.source === opened && event.origin === location.origin) receiveNews(event.data);
  });

  function receiveSite({ data, origin, ports: [port] }: MessageEvent<unknown>): void {
    if (!isMessage(data, 'triptych-connect') || !port || !isSite(origin)) return;
    waiting = { site: origin, port };
    port.postMessage({ type: 'triptych-heard' } satisfies SiteNews);
    state.update(() => ({ status: 'asking', site: origin }));
  }
  function receiveNews(data: unknown): void {
    const news = data as WindowMessage;
    if (news.type === 'embed-ready' && waiting) {
      const { site, port } = waiting;
      waiting = undefined;
      const message: WindowMessage = { type: 'embed-site', site };
      opened?.postMessage(message, location.origin, [port]);
    }
    if (news.type === 'embed-state') move(news.status);
  }
  function move(status: 'opened' | 'connected' | 'denied' | 'blocked'): void {
    state.update((before) => ('site' in before ? { status, site: before.site } : before));
  }
  function watch(watched: Window): void {
    const timer = setInterval(() => {
      if (!watched.closed) return;
      clearInterval(timer);
      const { site } = state.getState() as { site: string };
      parent.postMessage({ type: 'triptych-closed' } satisfies ClosedMessage, site);
    }, LOOKS_EVERY_MS);
  }
  return {
    state,
    open() {
      opened = window.open(`embed.html${WINDOW_HASH}`, '_blank', 'popup,width=460,height=480');
      if (!opened) return move('blocked');
      move('opened');
      watch(opened);
    },
  };
}
