/**
 * What other sites load as `embed.js`: the studio's API on their own pages, once the person has
 * allowed it. The build makes one file of it (vite.config.ts).
 */
import { forwardRequest } from '../../api/bridge/forward-request.ts';
import { isMessage, type ConnectMessage } from './embed-messages.ts';

export interface ConnectOptions {
  /** Where the frame with the button goes. Default: the end of the page. */
  mount?: Element | null;
}

export interface EmbeddedTriptych {
  /** As the global one; an address without a host is the studio's. Rejects once it is closed. */
  fetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response>;
  /** For clients of OpenAI's API, together with `fetch`. */
  baseURL: string;
  /** Takes the frame away. */
  close(): void;
}

/** The folder that this script comes from. */
const ROOT = new URL('.', import.meta.url);

/**
 * Shows the frame, and resolves when the person has opened Triptych's window and allowed this site
 * in it. Rejects with a `NotAllowedError` if they refuse. If they close the window later, requests
 * wait until they open it again. On another site:
 *
 *     import { connectTriptych } from 'https://studio.example/embed.js';
 *     const triptych = await connectTriptych();
 *     const response = await triptych.fetch('/v1/models');
 */
export async function connectTriptych({ mount }: ConnectOptions = {}): Promise<EmbeddedTriptych> {
  const frame = await openFrame(mount ?? document.body);
  let port = connect(frame);
  const isOurs = ({ source, origin }: MessageEvent) =>
    source === frame.contentWindow && origin === ROOT.origin;
  const reconnect = (event: MessageEvent) => {
    if (isOurs(event) && isMessage(event.data, 'triptych-closed')) port = connect(frame);
  };
  addEventListener('message', reconnect);
  const close = () => {
    removeEventListener('message', reconnect);
    frame.remove();
    port = Promise.reject(new TypeError('Triptych was closed on this page.'));
    port.catch(() => undefined);
  };
  await port.catch((thrown: unknown) => {
    close();
    throw thrown;
  });
  return {
    baseURL: new URL('v1', ROOT).href,
    close,
    async fetch(input, init) {
      const request = input instanceof Request ? new Request(input, init) : undefined;
      const url = new URL(request?.url ?? String(input), ROOT);
      const path = url.pathname.slice(pathOf(url).length) + url.search;
      return forwardRequest(request ?? new Request(url, init), path, await port);
    },
  };
}

/** Addresses may begin at the studio's folder or at the host. */
function pathOf({ origin, pathname }: URL): string {
  if (origin !== ROOT.origin)
    throw new TypeError(`Triptych answers at ${ROOT.origin}, not at ${origin}.`);
  return pathname.startsWith(ROOT.pathname) ? ROOT.pathname : '/';
}

async function openFrame(mount: Element): Promise<HTMLIFrameElement> {
  const frame = document.createElement('iframe');
  frame.src = new URL('embed.html', ROOT).href;
  frame.title = 'Triptych';
  frame.style.cssText = 'border: 0; width: 100%; max-width: 26rem; height: 11rem;';
  mount.append(frame);
  await new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
  return frame;
}

/** The frame hears nothing before its program runs. */
const AGAIN_AFTER_MS = 250;

/** Resolves to the port that takes requests, when the person has allowed it. */
function connect(frame: HTMLIFrameElement): Promise<MessagePort> {
  return new Promise((resolve, reject) => {
    let again: ReturnType<typeof setTimeout> | undefined;
    function knock(): void {
      if (!frame.isConnected) return;
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }) => {
        clearTimeout(again);
        if (isMessage(data, 'triptych-connected')) resolve(port1);
        if (isMessage(data, 'triptych-denied'))
          reject(new DOMException('The person did not allow it.', 'NotAllowedError'));
      };
      const message: ConnectMessage = { type: 'triptych-connect' };
      frame.contentWindow?.postMessage(message, ROOT.origin, [port2]);
      again = setTimeout(knock, AGAIN_AFTER_MS);
    }
    knock();
  });
}
