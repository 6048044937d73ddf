import { answerRequest } from '../../api/bridge/answer-request.ts';
import { findTask } from '../../api/bridge/api-paths.ts';
import type {
  BridgedRequest,
  BridgeMessage,
  WantedAnswer,
} from '../../api/bridge/bridge-messages.ts';
import { SITE_HEADER } from '../../api/bridge/site-header.ts';
import { rankPage } from '../../api/bridge/choose-page.ts';
import type { RequestEntry } from '../../api/http/request-trace.ts';
import { isKept, type KeptWork } from './kept-work.ts';
import { createRequestLog, type RequestLog } from '../../features/developers/request-log.ts';
import type { ServiceWorkerMessage } from '../../../workers/service-worker-messages.ts';
import type { Studio } from '../studio.ts';

/** The API as this page answers it. */
export interface TabApi {
  /** What was asked of this page. */
  log: RequestLog;
  /** How well this page could answer, see `rankPage`; best if it has the job or the file. */
  rank(wanted: WantedAnswer): Promise<number>;
  /** Answers a request that came over a port; resolves at its end. */
  answer(request: BridgedRequest): Promise<void>;
}

const made = new WeakMap<Studio, TabApi>();

/** One per page. */
export function tabApiOf(studio: Studio): TabApi {
  const known = made.get(studio);
  if (known) return known;
  const api = createTabApi(studio);
  made.set(studio, api);
  return api;
}

/** Of two pages with the same in memory, the one that has threads is the faster one. */
const THREADS = 0.5;
/** Nobody else has it. */
const KEPT = 10;

function findSite({ headers }: BridgedRequest): string | undefined {
  return headers.find(([name]) => name === SITE_HEADER)?.[1];
}

function createTabApi(studio: Studio): TabApi {
  const log = createRequestLog();
  const kept: KeptWork[] = [];
  const open = openApis(studio, log, kept);
  return {
    log,
    async rank(wanted) {
      if (await isKept(kept, wanted.path)) return KEPT;
      const models = { resident: listResident(studio), task: findTask(wanted.path) };
      return rankPage(wanted, models) + (crossOriginIsolated ? THREADS : 0);
    },
    async answer(request) {
      const api = await open(findSite(request));
      await answerRequest(request, `${location.origin}/`, async (asked) => {
        const response = await api.fetch(asked);
        const id = response.headers.get('x-request-id') ?? '';
        asked.signal.addEventListener('abort', () => log.getState().markStopped(id));
        return response;
      });
    },
  };
}

/**
 * The app, made when it is first needed; one for each site, which sees no jobs and files but its own.
 */
function openApis(studio: Studio, log: RequestLog, kept: KeptWork[]) {
  const opened = new Map<
    string | undefined,
    Promise<{ fetch(request: Request): Response | Promise<Response> }>
  >();
  const { note } = log.getState();
  async function create(site: string | undefined) {
    const [{ createApi }, { createTabServices }, { createKeptWork }] = await Promise.all([
      import('../../api/create-api.ts'),
      import('./tab-services.ts'),
      import('./create-kept-work.ts'),
    ]);
    const services = createTabServices(studio, import.meta.env.STUDIO_VERSION);
    const work = createKeptWork(services);
    kept.push(work);
    const write = (entry: RequestEntry) => note({ ...entry, ...(site !== undefined && { site }) });
    return createApi(services, {
      ...work,
      beginsEarly: true,
      root: new URL('.', document.baseURI).href,
      onRequestStart: write,
      onRequestEnd: write,
    });
  }
  return (site: string | undefined) => {
    const known = opened.get(site);
    if (known) return known;
    const creating = create(site);
    opened.set(site, creating);
    // What could not be loaded is tried again.
    creating.catch(() => opened.delete(site));
    return creating;
  };
}

function listResident({ chat, diffusion, speech }: Studio): Partial<Record<string, string>> {
  const [chatModel, image, voice] = [chat, diffusion, speech].map(
    ({ resident }) => resident.getState()?.model,
  );
  return {
    ...(chatModel !== undefined && { chat: chatModel }),
    ...(image !== undefined && { image }),
    ...(voice !== undefined && { speech: voice }),
  };
}

/** A service worker that hears nothing for half a minute is ended. */
const ALIVE_EVERY_MS = 20_000;
let answering = 0;
let timer: ReturnType<typeof setInterval> | undefined;

/** What the service worker passes on to this page. */
export async function receiveFromServiceWorker(
  studio: Studio,
  message: BridgeMessage,
): Promise<void> {
  const api = tabApiOf(studio);
  if (message.type === 'api-ask') {
    message.port.postMessage({ rank: await api.rank(message.wanted) });
    return message.port.close();
  }
  if (answering++ === 0) timer = setInterval(keepServiceWorker, ALIVE_EVERY_MS);
  await api.answer(message).finally(() => {
    if (--answering === 0) clearInterval(timer);
  });
}

function keepServiceWorker(): void {
  navigator.serviceWorker.controller?.postMessage({
    type: 'api-alive',
  } satisfies ServiceWorkerMessage);
}
