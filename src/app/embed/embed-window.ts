import { answerRequest } from '../../api/bridge/answer-request.ts';
import { isBridgeMessage } from '../../api/bridge/bridge-messages.ts';
import { SITE_HEADER } from '../../api/bridge/site-header.ts';
import { createObservable, type Observable } from '../../engine-client/observable.ts';
import { isSite, type AllowedSites } from '../../storage/allowed-sites.ts';
import { isMessage, type SiteNews, type WindowMessage } from './embed-messages.ts';

export type WindowState =
  | { status: 'idle' }
  /** `blocked`: tabs with an older version must be closed first. */
  | {
      status: 'asking' | 'starting' | 'blocked' | 'connected' | 'denied' | 'failed';
      site: string;
    };

export interface EmbedWindow {
  state: Observable<WindowState>;
  allow(): void;
  deny(): void;
}

interface EmbedWindowOptions {
  sites: AllowedSites;
  /** Starts what answers; resolves when it does. Called once the person has allowed it. */
  start(onBlocked: () => void): Promise<void>;
}

const root = new URL('.', document.baseURI);

/** The studio's own window: asks the person, then answers what the site asks. */
export function createEmbedWindow({ sites, start }: EmbedWindowOptions): EmbedWindow {
  const state = createObservable<WindowState>({ status: 'idle' });
  // A window that is itself in a frame could be covered while its button is pressed.
  const frame = window.top === window ? (window.opener as Window | null) : null;
  let given: { site: string; port: MessagePort } | undefined;

  addEventListener('message', ({ source, origin, data, ports: [port] }: MessageEvent<unknown>) => {
    if (!frame || source !== frame || origin !== location.origin || !port || given) return;
    if (!isMessage(data, 'embed-site')) return;
    const { site } = data as Extract<WindowMessage, { type: 'embed-site' }>;
    if (!isSite(site)) return;
    given = { site, port };
    if (sites.list().includes(site)) begin(site);
    else state.update(() => ({ status: 'asking', site }));
  });
  tell({ type: 'embed-ready' });

  function tell(message: WindowMessage): void {
    // To this origin alone: who else opened the window hears nothing.
    frame?.postMessage(message, location.origin);
  }
  function begin(site: string): void {
    connect().catch(() => state.update(() => ({ status: 'failed', site })));
  }
  async function connect(): Promise<void> {
    if (!given) return;
    const { site, port } = given;
    state.update(() => ({ status: 'starting', site }));
    await start(() => state.update(() => ({ status: 'blocked', site })));
    port.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (isBridgeMessage(data) && data.type === 'api-request')
        void answerRequest(data, root.href, (request) => answer(request, site));
    };
    port.postMessage({ type: 'triptych-connected' } satisfies SiteNews);
    state.update(() => ({ status: 'connected', site }));
    tell({ type: 'embed-state', status: 'connected' });
  }
  /** It may have been taken back meanwhile, in another window. */
  function answer(request: Request, site: string): Response | Promise<Response> {
    return sites.list().includes(site) ? passOn(request, site) : refuse(site);
  }
  return {
    state,
    allow() {
      if (!given) return;
      sites.allow(given.site);
      begin(given.site);
    },
    deny() {
      if (!given) return;
      const { site, port } = given;
      port.postMessage({ type: 'triptych-denied' } satisfies SiteNews);
      state.update(() => ({ status: 'denied', site }));
      tell({ type: 'embed-state', status: 'denied' });
    },
  };
}

/** As any page of this address asks: the service worker finds the page that answers best. */
async function passOn(request: Request, site: string): Promise<Response> {
  const headers = new Headers(request.headers);
  headers.set(SITE_HEADER, site);
  const { method, signal } = request;
  const body = method === 'GET' || method === 'HEAD' ? null : await request.arrayBuffer();
  return fetch(request.url, { method, headers, body, signal, credentials: 'omit' });
}

function refuse(site: string): Response {
  const message = `${site} may not use Triptych any more. Ask the person to allow it again.`;
  const error = { message, type: 'permission_error', param: null, code: 'site_not_allowed' };
  return Response.json({ error }, { status: 403 });
}
