import { createObservable, type Observable } from '../engine-client/observable.ts';
import { isServerApi } from './is-server-api.ts';
import { RUNTIME_FILES } from '../../workers/runtime-files.ts';
import {
  nameServiceWorker,
  type ServiceWorkerMessage,
} from '../../workers/service-worker-messages.ts';
import type { BrowserDevice } from '../engine/device.ts';

/** What the service worker offers the interface. */
export interface ServiceWorkerClient {
  /**
   * Registers the service worker, which keeps the program for offline use: some megabytes, partly
   * those that the page has just fetched, so call it when the first things are done. Where the page
   * needs its headers it is registered without being asked.
   */
  start(): void;
  /** Whether a newer version waits to be used. */
  readonly isUpdateReady: Observable<boolean>;
  /**
   * Puts the newer version in charge and reloads. Never call it while an answer is being written.
   */
  applyUpdate(): void;
  /**
   * Lets the page's workers talk to a hub of the user's choice ('' for none), which the content
   * security policy would forbid. Resolves once that holds for workers that are started from then
   * on.
   */
  allowHub(hubUrl: string): Promise<void>;
  /** The same for a companion server. */
  allowCompanion(url: string): Promise<void>;
  /**
   * Keeps what the engines of a device run on for offline use; call it after they have loaded it.
   * When data is to be saved, nothing is fetched for it.
   */
  keepRuntime(device: BrowserDevice, isSavingData: boolean): void;
}

const CHECK_EVERY_MS = 60 * 60 * 1000;

/** Registers the service worker of the built studio; in development there is none. */
export function createServiceWorkerClient(): ServiceWorkerClient {
  const isUpdateReady = createObservable(false);
  const container = import.meta.env.PROD ? navigator.serviceWorker : undefined;
  let start = () => {};
  const isAsked = new Promise<void>((resolve) => (start = resolve));
  const registering = container && register(container, isAsked);
  let isReloading = false;

  void registering?.then((registration) => {
    if (!registration) return;
    watchForUpdate(registration, () => isUpdateReady.update(() => true));
    setInterval(() => void registration.update().catch(() => undefined), CHECK_EVERY_MS);
  });
  container?.addEventListener('controllerchange', () => {
    if (isReloading || needsIsolation()) location.reload();
  });

  async function post(message: ServiceWorkerMessage): Promise<void> {
    const registration = await registering;
    const target =
      message.type === 'activate-update'
        ? registration?.waiting
        : (registration?.active ?? registration?.installing);
    target?.postMessage(message);
  }
  async function allow(type: 'allow-hub' | 'allow-companion', url: string): Promise<void> {
    if (!container) return;
    start();
    const { active } = await container.ready;
    const { port1, port2 } = new MessageChannel();
    const answered = new Promise((resolve) => (port1.onmessage = resolve));
    const message: ServiceWorkerMessage = { type, origin: url ? new URL(url).origin : null };
    active?.postMessage(message, [port2]);
    await answered;
  }
  return {
    start,
    isUpdateReady,
    applyUpdate() {
      isReloading = true;
      void post({ type: 'activate-update' });
    },
    allowHub: (url) => allow('allow-hub', url),
    allowCompanion: (url) => allow('allow-companion', url),
    keepRuntime(device, isSavingData) {
      const urls = [RUNTIME_FILES[device].wasm];
      const cache = isSavingData ? 'only-if-cached' : 'force-cache';
      void container?.ready.then(() => post({ type: 'keep-runtimes', urls, cache }));
    },
  };
}

/**
 * At once where one is in charge already, whose updates are to be heard of, or where the page needs
 * its headers; else when it is asked for.
 */
async function register(
  container: ServiceWorkerContainer,
  isAsked: Promise<void>,
): Promise<ServiceWorkerRegistration | undefined> {
  if (crossOriginIsolated && !container.controller) await isAsked;
  return container.register(nameServiceWorker(isServerApi())).catch(() => undefined);
}

/** Calls back once a new version has been fetched while an older one is in charge. */
function watchForUpdate(registration: ServiceWorkerRegistration, onReady: () => void): void {
  if (registration.waiting) onReady();
  registration.addEventListener('updatefound', () => {
    const arriving = registration.installing;
    arriving?.addEventListener('statechange', () => {
      if (arriving.state === 'installed' && registration.active) onReady();
    });
  });
}

const RELOADED_FOR_ISOLATION = 'triptych.reloaded-for-isolation';

/**
 * On a host that cannot send headers the service worker adds them, which takes one reload; never a
 * second one, should it not help.
 */
function needsIsolation(): boolean {
  // The window for other sites cannot have it, and a reload would lose whom it is for.
  if (location.pathname.endsWith('/embed.html')) return false;
  if (crossOriginIsolated || sessionStorage.getItem(RELOADED_FOR_ISOLATION)) return false;
  sessionStorage.setItem(RELOADED_FOR_ISOLATION, 'yes');
  return true;
}
